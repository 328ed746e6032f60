using System.CommandLine;
using System.Text.Json.Nodes;
using Google.Protobuf;
using OptiId.Common.V1;
using OptiId.Identity.V1;

namespace OptiId.Cli;

internal static class UserCommands
{
    private const int MaximumPage = 1_000;
    private const int MaximumSearchPage = 200;

    public static Command Build() => new("users", "Users: pushed by an identity provider, signed in, or added by hand.")
    {
        List(), Search(), Show(), History(), Create(), SignIn(), Release(), Erase(),
    };

    /// <summary>How many at most; shared by the lists that may be long.</summary>
    public static Option<int> Limit(string what)
    {
        var limit = new Option<int>("--limit") { HelpName = "number", Description = $"How many {what} at most.", DefaultValueFactory = _ => 100 };
        limit.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<int>() < 1)
            {
                result.AddError("--limit needs a number of at least 1.");
            }
        });
        return limit;
    }

    private static OperatorCommand List()
    {
        var filter = new Option<string?>("--filter") { HelpName = "scim filter", Description = "Only those that match, as SCIM filters (RFC 7644)." };
        var limit = Limit("users");
        return new("list", "Lists users in the order of their creation, deactivated ones too.", "optiid users list --filter 'userName sw \"ada\"'", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var (all, maximum) = (new ListUsersResponse(), run.Get(limit));
            await CommandRun.PagesAsync(maximum, MaximumPage, async size =>
            {
                var page = await run.Users.ListUsersAsync(
                    new()
                    {
                        OrganizationId = organizationId,
                        Filter = run.Get(filter) ?? "",
                        StartIndex = (uint)all.Users.Count + 1,
                        Count = size,
                    },
                    run.Call);
                all.Users.Add(page.Users);
                all.TotalResults = page.TotalResults;
                return (all.Users.Count, page.Users.Count > 0 && all.Users.Count < all.TotalResults);
            });

            run.Output.Write(() => ToJson(all), () =>
            {
                ShowAll(run.Output, all.Users);
                run.Output.SayIfMore(all.Users.Count, all.TotalResults);
            });
        })
        { filter, limit };
    }

    private static OperatorCommand Search()
    {
        var text = new Argument<string>("text") { Description = "Beginnings of the userName, the given or the family name; all must match." };
        var source = new Option<string[]>("--source") { AllowMultipleArgumentsPerToken = true, Description = "scim, jit, local. Default: all." };
        source.AcceptOnlyFromAmong("scim", "jit", "local");
        var deactivated = new Option<bool>("--deactivated") { Description = "Deactivated ones instead of active ones." };
        var limit = Limit("users");
        return new("search", "Finds people as administrators look for them, by userName.", "optiid users search \"ada love\"", async run =>
        {
            var request = new SearchUsersRequest
            {
                OrganizationId = await run.OrganizationIdAsync(),
                Text = run.Get(text),
                Sources = { run.Get(source).Select(ParseSource) },
                States = { run.Get(deactivated) ? UserState.Deactivated : UserState.Active },
            };
            var (all, maximum) = (new SearchUsersResponse(), run.Get(limit));
            await CommandRun.PagesAsync(maximum, MaximumSearchPage, async size =>
            {
                request.PageSize = size;
                var page = await run.Users.SearchUsersAsync(request, run.Call);
                all.Users.Add(page.Users);
                (all.NextPageToken, all.ActiveUsers, request.PageToken) = (page.NextPageToken, page.ActiveUsers, page.NextPageToken);
                return (all.Users.Count, page.NextPageToken.Length > 0);
            });

            run.Output.Write(() => ToJson(all), () =>
            {
                ShowAll(run.Output, all.Users);
                if (all.NextPageToken.Length > 0)
                {
                    run.Output.Line($"The first {Output.Format((ulong)all.Users.Count)}; more by --limit.");
                }
            });
        })
        { text, source, deactivated, limit };
    }

    private static OperatorCommand History()
    {
        var user = new Argument<string>("user") { Description = "The user's userName or id; of a deleted one, the id." };
        var limit = Limit("changes");
        return new("history", "Shows what was changed of a user and why, the newest first.", "optiid users history ada@example.com", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var request = new ListUserHistoryRequest { OrganizationId = organizationId, UserId = await run.UserIdAsync(organizationId, run.Get(user)) };
            var (all, maximum) = (new ListUserHistoryResponse(), run.Get(limit));
            await CommandRun.PagesAsync(maximum, MaximumSearchPage, async size =>
            {
                request.PageSize = size;
                var page = await run.Users.ListUserHistoryAsync(request, run.Call);
                all.Changes.Add(page.Changes);
                (all.NextBefore, request.Before) = (page.NextBefore, page.NextBefore);
                return (all.Changes.Count, page.NextBefore > 0);
            });

            run.Output.Write(all, () => run.Output.Table(
                "The log tells nothing of this user any more.",
                ["Time", "What", "By", "Request", "Number"],
                all.Changes.Select(change => new[]
                {
                    Output.Format(change.At), UserHistory.Tell(change), change.Cause?.Actor ?? "", change.Cause?.RequestId ?? "", Output.Format(change.Sequence),
                })));
        })
        { user, limit };
    }

    private static OperatorCommand Show()
    {
        var user = UserArgument();
        return new("show", "Shows a user and the groups it is in.", "optiid users show ada@example.com", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var found = await run.UserAsync(organizationId, run.Get(user));
            var groups = await run.Groups.ListGroupsOfUserAsync(new() { OrganizationId = organizationId, UserId = found.Id }, run.Call);
            run.Output.Write(
                () => new() { ["user"] = ToJson(found), ["groups"] = Output.ToJson(groups)["groups"]!.DeepClone() },
                () => Show(run.Output, found, ("groups", string.Join(", ", groups.Groups.Select(group => group.DisplayName)))));
        })
        { user };
    }

    private static OperatorCommand Create()
    {
        var (userName, givenName, familyName) = (UserNameArgument(), GivenName(), FamilyName());
        return new(
            "create",
            "Creates a collaborator: a user by hand, not in the identity provider.",
            "optiid users create ada@example.com --given-name Ada --family-name Lovelace",
            async run =>
        {
            var answer = await run.Users.CreateCollaboratorAsync(
                new()
                {
                    OrganizationId = await run.OrganizationIdAsync(),
                    UserName = run.Get(userName),
                    GivenName = run.Get(givenName),
                    FamilyName = run.Get(familyName),
                    Cause = run.Cause,
                },
                run.Call);
            run.Output.Write(() => ToJson(answer, answer.User), () => Show(run.Output, answer.User, ("position", Output.Format(answer.Position))));
        })
        { userName, givenName, familyName };
    }

    private static OperatorCommand SignIn()
    {
        var (userName, givenName, familyName) = (UserNameArgument(), GivenName(), FamilyName());
        return new(
            "sign-in",
            "Does what a sign-in through SSO does: in mode jit it creates or refreshes the user, in mode scim it admits the known only.",
            "optiid users sign-in ada@example.com --given-name Ada --family-name Lovelace",
            async run =>
        {
            var answer = await run.Users.SignInAsync(
                new()
                {
                    OrganizationId = await run.OrganizationIdAsync(),
                    UserName = run.Get(userName),
                    GivenName = run.Get(givenName),
                    FamilyName = run.Get(familyName),
                    Cause = run.Cause,
                },
                run.Call);
            run.Output.Write(
                () => ToJson(answer, answer.User),
                () => Show(run.Output, answer.User, ("outcome", answer.Outcome.ToString().ToLowerInvariant()), ("position", Output.Format(answer.Position))));
        })
        { userName, givenName, familyName };
    }

    private static OperatorCommand Release()
    {
        var user = UserArgument();
        return new("release", "Makes a managed user local, so that it can be edited or deleted by hand.", "optiid users release ada@example.com", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var released = await run.UserAsync(organizationId, run.Get(user));
            var answer = await run.Users.ReleaseUserAsync(new() { OrganizationId = organizationId, UserId = released.Id, Cause = run.Cause }, run.Call);
            run.Output.Write(() => ToJson(answer, answer.User), () => Show(run.Output, answer.User, ("position", Output.Format(answer.Position))));
        })
        { user };
    }

    private static OperatorCommand Erase()
    {
        var user = new Argument<string>("user") { Description = "The user's userName or id; of a deleted one, the id." };
        var yes = new Option<bool>("--yes") { Description = "Don't ask." };
        return new("erase", "Erases every personal datum of a user, for good.", "optiid users erase ada@example.com --yes", async run =>
        {
            var organizationId = await run.OrganizationIdAsync();
            var erased = await run.UserIdAsync(organizationId, run.Get(user));
            if (!run.Get(yes) && !Confirm($"Erase {run.Get(user)} for good? This can't be undone. Type yes: "))
            {
                throw new CommandFailedException("Nothing was erased. Erasing can't be undone; say --yes to do it without being asked.");
            }

            var answer = await run.Users.EraseUserAsync(new() { OrganizationId = organizationId, UserId = erased, Cause = run.Cause }, run.Call);
            run.Output.Write(answer, () => run.Output.Line($"User {erased} is erased ({Output.Format(answer.Position)})."));
        })
        { user, yes };
    }

    // A script is never asked: it says --yes.
    private static bool Confirm(string question)
    {
        if (Console.IsInputRedirected)
        {
            return false;
        }

        Console.Error.Write(question);
        return Console.ReadLine()?.Trim() == "yes";
    }

    private static Argument<string> UserArgument() => new("user") { Description = "The user's userName or id." };

    private static Argument<string> UserNameArgument() => new("userName") { Description = "The user's e-mail address." };

    private static Option<string> GivenName() => new("--given-name") { HelpName = "name", Description = "The first name.", DefaultValueFactory = _ => "" };

    private static Option<string> FamilyName() => new("--family-name") { HelpName = "name", Description = "The last name.", DefaultValueFactory = _ => "" };

    private static Source ParseSource(string source) => source switch
    {
        "jit" => Source.Jit,
        "local" => Source.Local,
        _ => Source.Scim,
    };

    private static void ShowAll(Output output, IEnumerable<User> users) => output.Table(
        "There is no such user.",
        ["userName", "Id", "Source", "State", "Created", "Changed"],
        users.Select(user => new[]
        {
            user.UserName, user.Id, Output.Format(user.Source), Format(user.State), Output.Format(user.Created), Output.Format(user.LastModified),
        }));

    private static string Format(UserState state) => state.ToString().ToLowerInvariant();

    private static void Show(Output output, User user, params (string Name, string Value)[] more) => output.Details(
    [
        ("userName", user.UserName),
        ("id", user.Id),
        ("source", Output.Format(user.Source)),
        ("state", Format(user.State)),
        ("externalId", user.ExternalId),
        ("created", Output.Format(user.Created)),
        ("changed", Output.Format(user.LastModified)),
        ("deactivated", Output.Format(user.Deactivated)),
        ("deleted", Output.Format(user.Deleted)),
        ("attributes", Output.Format(Attributes(user))),
        .. more,
    ]);

    // The attributes are JSON in bytes; scripts get them as JSON, not as base64.
    private static JsonObject ToJson(User user)
    {
        var json = Output.ToJson(user);
        json["document"] = Attributes(user);
        return json;
    }

    private static JsonObject ToJson(IMessage answer, User user)
    {
        var json = Output.ToJson(answer);
        json["user"] = ToJson(user);
        return json;
    }

    private static JsonObject ToJson(ListUsersResponse answer) => new()
    {
        ["users"] = new JsonArray([.. answer.Users.Select(ToJson)]),
        ["total_results"] = answer.TotalResults,
    };

    private static JsonObject ToJson(SearchUsersResponse answer)
    {
        var json = Output.ToJson(answer);
        json["users"] = new JsonArray([.. answer.Users.Select(ToJson)]);
        return json;
    }

    private static JsonNode? Attributes(User user) => user.Document.IsEmpty ? null : JsonNode.Parse(user.Document.ToStringUtf8());
}
