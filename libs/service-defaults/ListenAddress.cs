using System.Net;
using Microsoft.AspNetCore.Http;

namespace OptiId.ServiceDefaults;

/// <summary>Where a setting such as <c>http://127.0.0.1:8080</c> tells a service to listen.</summary>
public static class ListenAddress
{
    /// <summary>The address and port; of a host that is neither an IP address nor <c>localhost</c>: every address.</summary>
    public static IPEndPoint Parse(string url)
    {
        var address = BindingAddress.Parse(url);
        var ip = address.Host == "localhost" ? IPAddress.Loopback
            : IPAddress.TryParse(address.Host.Trim('[', ']'), out var parsed) ? parsed : IPAddress.Any;
        return new(ip, address.Port);
    }
}
