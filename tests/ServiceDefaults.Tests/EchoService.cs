using System.Text;
using Grpc.Core;

namespace OptiId.ServiceDefaults.Tests;

/// <summary>All four kinds of call, with words for messages.</summary>
[BindServiceMethod(typeof(EchoBase), nameof(Bind))]
internal abstract class EchoBase
{
    public static readonly Method<string, string> SayMethod = Of(MethodType.Unary, "Say");
    public static readonly Method<string, string> SpellMethod = Of(MethodType.ServerStreaming, "Spell");
    public static readonly Method<string, string> JoinMethod = Of(MethodType.ClientStreaming, "Join");
    public static readonly Method<string, string> TalkMethod = Of(MethodType.DuplexStreaming, "Talk");

    /// <summary>Called by Grpc.AspNetCore.</summary>
    public static void Bind(ServiceBinderBase binder, EchoBase? echo)
    {
        binder.AddMethod(SayMethod, echo is null ? null : new UnaryServerMethod<string, string>(echo.Say));
        binder.AddMethod(SpellMethod, echo is null ? null : new ServerStreamingServerMethod<string, string>(echo.Spell));
        binder.AddMethod(JoinMethod, echo is null ? null : new ClientStreamingServerMethod<string, string>(echo.Join));
        binder.AddMethod(TalkMethod, echo is null ? null : new DuplexStreamingServerMethod<string, string>(echo.Talk));
    }

    public abstract Task<string> Say(string request, ServerCallContext context);

    public abstract Task Spell(string request, IServerStreamWriter<string> responses, ServerCallContext context);

    public abstract Task<string> Join(IAsyncStreamReader<string> requests, ServerCallContext context);

    public abstract Task Talk(IAsyncStreamReader<string> requests, IServerStreamWriter<string> responses, ServerCallContext context);

    private static Method<string, string> Of(MethodType type, string name)
    {
        var words = Marshallers.Create(Encoding.UTF8.GetBytes, bytes => Encoding.UTF8.GetString(bytes));
        return new(type, "test.Echo", name, words, words);
    }
}

/// <summary>Answers with what it is told.</summary>
internal sealed class Echo : EchoBase
{
    public override Task<string> Say(string request, ServerCallContext context)
    {
        context.ResponseTrailers.Add("said", "so");
        return request.StartsWith("fail ", StringComparison.Ordinal)
            ? throw new RpcException(new Status(StatusCode.FailedPrecondition, request[5..]))
            : Task.FromResult(request);
    }

    public override async Task Spell(string request, IServerStreamWriter<string> responses, ServerCallContext context)
    {
        foreach (var letter in request)
        {
            await responses.WriteAsync(letter.ToString());
        }
    }

    public override async Task<string> Join(IAsyncStreamReader<string> requests, ServerCallContext context)
    {
        var said = new StringBuilder();
        await foreach (var word in requests.ReadAllAsync())
        {
            said.Append(word);
        }

        return said.ToString();
    }

    public override async Task Talk(IAsyncStreamReader<string> requests, IServerStreamWriter<string> responses, ServerCallContext context)
    {
        await foreach (var word in requests.ReadAllAsync())
        {
            await responses.WriteAsync($"{word}?");
        }
    }
}
