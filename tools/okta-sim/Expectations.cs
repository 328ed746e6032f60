using System.Globalization;
using System.Text.Json.Nodes;
using OptiId.OktaSim.Day;
using OptiId.OktaSim.Http;

namespace OptiId.OktaSim;

/// <summary>What Okta needs back, in one place; each with the section of okta.md, or the rule of product.md, that it comes from.</summary>
internal sealed class Expectations(Transcript transcript)
{
    private const string ScimMediaType = "application/scim+json";
    private const string ErrorSchema = "urn:ietf:params:scim:api:messages:2.0:Error";
    private const string ListSchema = "urn:ietf:params:scim:api:messages:2.0:ListResponse";

    private static readonly string[] ListCounters = ["totalResults", "startIndex", "itemsPerPage"];

    /// <summary>The one way to fail.</summary>
    public bool That(bool holds, OktaAnswer answer, string fact, string needed)
    {
        if (!holds)
        {
            transcript.Fail(new Failure(needed, fact, AdministratorMessage.For(answer), answer));
        }

        return holds;
    }

    public bool Status(OktaAnswer answer, string fact, params int[] statuses) =>
        That(statuses.Contains(answer.Status), answer, fact, $"{answer.Request.Operation}: {string.Join(" or ", statuses)} is needed, not {answer.Status}");

    /// <summary>Holds for whatever is asked: SCIM's media type, JSON, SCIM's error body, no password.</summary>
    public void AnyAnswer(OktaAnswer answer)
    {
        That(answer.Status < 500, answer, "product.md P31", "Okta can do nothing with 5xx; what passes by itself is 429");
        if (answer.Text.Length > 0)
        {
            That(answer.Json is not null, answer, "okta.md 1", "every body is a JSON object");
            That(answer.MediaType == ScimMediaType, answer, "okta.md 1", $"the answer is {ScimMediaType}, not \"{answer.MediaType}\"");
        }

        if (answer.Status >= 400)
        {
            IsScimError(answer);
        }

        NoPassword(answer);
    }

    public void RetryAfter(OktaAnswer answer, string? retryAfter) =>
        That(int.TryParse(retryAfter, NumberStyles.None, CultureInfo.InvariantCulture, out _), answer, "okta.md 1",
            $"Retry-After is whole seconds, not \"{retryAfter}\": Okta would wait 5 minutes");

    /// <summary>A create was answered with the whole user.</summary>
    /// <returns>False where there is no id to go on with.</returns>
    public bool Created(OktaAnswer answer, Person person)
    {
        if (!Status(answer, "okta.md 4.1", 201))
        {
            return false;
        }

        That(answer["id"] is { Length: > 0 }, answer, "okta.md 4.1", "id is text that isn't empty");
        That(answer["id"] != person.OktaId, answer, "product.md P11", "externalId doesn't become the id");
        That(answer["externalId"] == person.OktaId, answer, "okta.md 4.1", "externalId is Okta's id, as sent");
        That(answer.Json?["schemas"] is JsonArray { Count: > 0 }, answer, "okta.md 4.1", "schemas is there");
        IsUser(answer, answer.Json, person, active: true, "okta.md 4.1");
        return answer["id"] is { Length: > 0 };
    }

    /// <summary>A user is the person, under the same id.</summary>
    public void IsUser(OktaAnswer answer, JsonObject? user, Person person, bool active, string fact)
    {
        if (person.HasId)
        {
            That(user.Text("id") == person.Id, answer, fact, $"the id of {person} stays {person.Id}");
        }

        That(user.Text("userName") == person.UserName, answer, fact, $"userName is {person.UserName}, exactly as sent");
        var named = user.NamePart("givenName") == person.GivenName && user.NamePart("familyName") == person.FamilyName;
        That(named, answer, fact, $"the name is {person.DisplayName}");
        That(user.Flag("active") == active, answer, fact, $"active is {(active ? "true" : "false")}");
    }

    /// <summary>A write that may answer with the resource or with nothing.</summary>
    public bool Written(OktaAnswer answer, string fact) => answer.Request.Method == HttpMethod.Patch
        ? Status(answer, fact, 200, 204)
        : Status(answer, fact, 200);

    /// <summary>A list answer whose counters are numbers.</summary>
    public bool IsList(OktaAnswer answer, string fact)
    {
        if (!Status(answer, fact, 200))
        {
            return false;
        }

        var counters = ListCounters.All(counter => answer.Json.Number(counter) is not null);
        return That(HasSchema(answer, ListSchema), answer, fact, "schemas says ListResponse")
            & That(counters, answer, "okta.md 4.7", "totalResults, startIndex and itemsPerPage are JSON numbers");
    }

    /// <summary>An exact match found nothing.</summary>
    public void FoundNothing(OktaAnswer answer, string fact)
    {
        if (IsList(answer, fact))
        {
            That(answer.Json.Number("totalResults") == 0, answer, fact, "nothing is found: totalResults is 0");
        }
    }

    /// <summary>An exact match found this one and no other.</summary>
    public void FoundOnly(OktaAnswer answer, string id, string fact)
    {
        if (IsList(answer, fact))
        {
            var ids = answer.Resources.Select(resource => resource.Text("id")).ToList();
            That(answer.Json.Number("totalResults") == 1 && ids is [var only] && only == id, answer, fact, $"exactly {id} is found");
        }
    }

    /// <summary>A refusal with SCIM's error body, which <see cref="AnyAnswer"/> has checked.</summary>
    public void Refused(OktaAnswer answer, int status, string? scimType, string fact)
    {
        if (Status(answer, fact, status) && scimType is not null)
        {
            That(answer["scimType"] == scimType, answer, fact, $"scimType is {scimType}");
        }
    }

    /// <summary>The members are exactly Okta's.</summary>
    public void HasMembers(OktaAnswer answer, PushedGroup group, string fact)
    {
        if (Status(answer, fact, 200))
        {
            var missing = group.Members.Select(person => person.Id).Except(answer.Json.MemberIds()).Count();
            var more = answer.Json.MemberIds().Except(group.Members.Select(person => person.Id)).Count();
            That(missing + more == 0, answer, fact, $"{group} has its {group.Members.Count} members, but {missing} are missing and {more} are too many");
            That(answer["displayName"] == group.Name, answer, fact, $"the name is {group.Name}");
        }
    }

    /// <summary>Something that no answer over HTTP shows.</summary>
    public void Product(bool holds, string rule, string needed, string seen)
    {
        if (!holds)
        {
            transcript.Fail(new Failure(needed, $"product.md {rule}", seen));
        }
    }

    private void IsScimError(OktaAnswer answer)
    {
        That(HasSchema(answer, ErrorSchema), answer, "okta.md 1", "an error has SCIM's error body (schemas)");
        That(answer["status"] == answer.Status.ToString(CultureInfo.InvariantCulture), answer, "okta.md 1", $"an error's status is \"{answer.Status}\"");
        That(answer["detail"] is { Length: > 0 }, answer, "okta.md 1", "an error has a detail that isn't empty");
    }

    private void NoPassword(OktaAnswer answer)
    {
        var sent = answer.Request.Body.Text("password");
        var returned = answer.Json?.ContainsKey("password") == true || answer.Resources.Any(resource => resource.ContainsKey("password"));
        That(!returned && (sent is null || !answer.Text.Contains(sent, StringComparison.Ordinal)), answer, "okta.md 4.1", "a password is never returned");
    }

    private static bool HasSchema(OktaAnswer answer, string schema) =>
        answer.Json?["schemas"] is JsonArray schemas
        && schemas.Any(each => each is JsonValue value && value.TryGetValue<string>(out var text) && text == schema);
}
