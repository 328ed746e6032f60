using Grpc.Core;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Options;
using OptiId.Errors.V1;
using OptiId.Scim;
using OptiId.ServiceDefaults;
using Shouldly;
using Xunit;

namespace OptiId.ScimGateway.Tests;

/// <summary>The table from refusals to SCIM errors (P28, P31).</summary>
public sealed class ScimErrorsTests
{
    private const string Sentence = "A sentence of the service.";

    public static TheoryData<Reason, int, string?> Table => new()
    {
        { Reason.Unspecified, 500, null },
        { Reason.InvalidValue, 400, "invalidValue" },
        { Reason.InvalidSyntax, 400, "invalidSyntax" },
        { Reason.InvalidFilter, 400, "invalidFilter" },
        { Reason.InvalidPath, 400, "invalidPath" },
        { Reason.NoTarget, 400, "noTarget" },
        { Reason.Mutability, 400, "mutability" },
        { Reason.TooMany, 400, "tooMany" },
        { Reason.Sensitive, 403, "sensitive" },
        { Reason.InvalidCursor, 400, "invalidCursor" },
        { Reason.ExpiredCursor, 400, "expiredCursor" },
        { Reason.InvalidCount, 400, "invalidCount" },
        { Reason.NestedGroup, 400, "invalidValue" },
        { Reason.OrganizationNotFound, 401, null },
        { Reason.UserNotFound, 404, null },
        { Reason.GroupNotFound, 404, null },
        { Reason.UserNameTaken, 409, "uniqueness" },
        { Reason.GroupNameTaken, 409, "uniqueness" },
        { Reason.GroupNameReserved, 409, "uniqueness" },
        { Reason.VersionMismatch, 412, null },
        { Reason.ManagedByIdentityProvider, 409, null },
        { Reason.SystemGroup, 404, null },
        { Reason.ScimNotEnabled, 403, null },
        { Reason.LimitReached, 409, null },
        { Reason.TokenRefused, 401, null },
        { Reason.StoreUnavailable, 429, null },
        { Reason.Busy, 429, null },
        { Reason.PositionNotReached, 429, null },

        // No RPC that the gateway calls refuses for these; where one does, something is wrong here, not with the request.
        { Reason.InstanceNotFound, 500, null },
        { Reason.GrantNotFound, 500, null },
        { Reason.TokenNotFound, 500, null },
        { Reason.RoleNotDeclared, 500, null },
        { Reason.RoleGranted, 500, null },
        { Reason.RequestNotFound, 500, null },
        { Reason.CallerRefused, 500, null },
        { Reason.SignInRefused, 500, null },
    };

    [Fact]
    public void P28_EveryReason_IsInTheTable() => Table.Select(row => row.Data.Item1).ShouldBe(Enum.GetValues<Reason>(), ignoreOrder: true);

    [Theory]
    [MemberData(nameof(Table))]
    public void P28_AReason_HasItsStatusAndKeyword(Reason reason, int status, string? keyword)
    {
        var error = Of(Refusals.ToRpcException(reason, Sentence));
        (error.Status, error.Type.Keyword()).ShouldBe((status, keyword));
        error.Message.ShouldNotBeNullOrWhiteSpace();
    }

    [Theory]
    [InlineData(Reason.InvalidValue)]
    [InlineData(Reason.GroupNameTaken)]
    [InlineData(Reason.UserNotFound)]
    [InlineData(Reason.VersionMismatch)]
    public void P28_TheServicesSentence_IsTheDetail(Reason reason) => Of(Refusals.ToRpcException(reason, Sentence)).Message.ShouldBe(Sentence);

    [Theory]
    [InlineData(StatusCode.Internal)]
    [InlineData(StatusCode.Unknown)]
    [InlineData(StatusCode.Unimplemented)]
    [InlineData(StatusCode.InvalidArgument)]
    public void P28_AnUnknownError_Is500_AndTellsNothingOfItself(StatusCode code)
    {
        var error = Of(new RpcException(new(code, "Exception was thrown by handler: secret.internal:6379")));
        error.Status.ShouldBe(500);
        error.Message.ShouldNotContain("secret");
    }

    [Fact]
    public void P28_AnException_Is500_AndTellsNothingOfItself()
    {
        var error = Of(new InvalidOperationException("secret.internal:6379"));
        error.Status.ShouldBe(500);
        error.Message.ShouldNotContain("secret");
    }

    [Theory]
    [InlineData(StatusCode.Unavailable)]
    [InlineData(StatusCode.DeadlineExceeded)]
    public void P31_AServiceThatIsAway_Is429WithWholeSeconds(StatusCode code)
    {
        var error = Of(new RpcException(new(code, "")));
        error.Status.ShouldBe(429);
        int.Parse(error.Headers.Single(header => header.Name == "Retry-After").Value).ShouldBeInRange(1, 300);
    }

    [Fact]
    public void P28_ARefusalByTheLanguage_KeepsItsKeyword()
    {
        var error = Of(new ScimRefusedException(ScimType.InvalidFilter, Sentence));
        (error.Status, error.Type, error.Message).ShouldBe((400, ScimType.InvalidFilter, Sentence));
    }

    [Theory]
    [InlineData(413)]
    [InlineData(408)]
    [InlineData(400)]
    public void P28_WhatKestrelRefuses_KeepsItsStatus(int status) => Of(new BadHttpRequestException("x", status)).Status.ShouldBe(status);

    [Fact]
    public void P5_401_NamesTheScheme() => ScimErrors.Unauthorized().Headers.ShouldContain(header => header.Name == "WWW-Authenticate");

    [Fact]
    public void P28_405_NamesWhatIsAllowed() => ScimErrors.MethodNotAllowed("GET").Headers.ShouldContain(("Allow", "GET"));

    private static ScimErrorException Of(Exception exception) => ScimErrors.Of(exception, Options.Create(new GatewayOptions()));
}
