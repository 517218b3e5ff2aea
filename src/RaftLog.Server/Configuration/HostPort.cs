using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Net;

namespace RaftLog.Server.Configuration;

/// <summary>A host name or address with a TCP port, written <c>host:port</c>; an IPv6 address stands in brackets: <c>[::1]:9092</c>.</summary>
/// <param name="Host">The name or address, without brackets.</param>
/// <param name="Port">The port, 0 to 65535. A listener on port 0 gets one from the operating system.</param>
public readonly record struct HostPort(string Host, int Port)
{
    /// <summary>Whether the host stands for all addresses of the machine, so that nobody can connect to it by that name.</summary>
    public bool IsWildcard => Host is "*" || (IPAddress.TryParse(Host, out var address) && (address.Equals(IPAddress.Any) || address.Equals(IPAddress.IPv6Any)));

    /// <summary>Reads <c>host:port</c>.</summary>
    /// <returns>False when the text is not of that form or the port is out of range.</returns>
    public static bool TryParse([NotNullWhen(true)] string? text, out HostPort result)
    {
        result = default;
        int colon = text?.LastIndexOf(':') ?? -1;
        if (colon <= 0 || !int.TryParse(text.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out int port) || port > IPEndPoint.MaxPort)
        {
            return false;
        }

        string host = text![..colon];
        bool bracketed = host.StartsWith('[') && host.EndsWith(']');
        host = bracketed ? host[1..^1] : host;
        if (bracketed ? !IPAddress.TryParse(host, out _) : host != "*" && Uri.CheckHostName(host) is not (UriHostNameType.Dns or UriHostNameType.IPv4))
        {
            return false;
        }

        result = new HostPort(host, port);
        return true;
    }

    /// <summary>The address to bind a listener to. Names other than <c>localhost</c> and <c>*</c> are no addresses of this machine to rely on, and give false.</summary>
    public bool TryGetBindAddress([NotNullWhen(true)] out IPAddress? address)
    {
        address = Host switch
        {
            "localhost" => IPAddress.Loopback,
            "*" => IPAddress.Any,
            _ => IPAddress.TryParse(Host, out var parsed) ? parsed : null,
        };
        return address is not null;
    }

    /// <inheritdoc/>
    public override string ToString() => Host.Contains(':', StringComparison.Ordinal) ? $"[{Host}]:{Port}" : $"{Host}:{Port}";
}
