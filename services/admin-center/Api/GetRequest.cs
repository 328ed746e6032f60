namespace OptiId.AdminCenter.Api;

internal static class GetRequest
{
    /// <summary>Get a SCIM request with what came and what was answered</summary>
    public static async Task<LoggedExchange> HandleAsync(string organization, string requestId, ApiCall api)
    {
        var answer = await api.AskAsync(() => api.Backends.Log.GetRequestAsync(
            new() { OrganizationId = organization, RequestId = requestId }, cancellationToken: api.Aborted));
        return new(
            LoggedRequest.Of(answer.Request), answer.RequestHeaders.ToDictionary(), Words.Some(answer.RequestBody), Words.Some(answer.ResponseBody), answer.Cut);
    }
}
