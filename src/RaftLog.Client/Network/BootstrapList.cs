using System.Globalization;
using System.Net;

namespace RaftLog.Client.Network;

/// <summary>Reads <see cref="ClientOptions.BootstrapServers"/>.</summary>
internal static class BootstrapList
{
    public const int DefaultPort = 9092;

    public static IReadOnlyList<DnsEndPoint> Parse(string servers)
    {
        DnsEndPoint[] endPoints =
        [
            .. (servers ?? "")
                .Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries)
                .Select(ParseOne),
        ];
        OptionChecks.Require(
            endPoints.Length > 0,
            nameof(ClientOptions.BootstrapServers),
            "must name at least one broker, as in 127.0.0.1:9092,127.0.0.1:9093");
        return endPoints;
    }

    private static DnsEndPoint ParseOne(string server)
    {
        // [::1]:9092 is an IPv6 address with a port, ::1 one without.
        int colon = server.LastIndexOf(':');
        bool hasPort = colon > server.LastIndexOf(']') && (server.StartsWith('[') || server.IndexOf(':', StringComparison.Ordinal) == colon);
        string host = (hasPort ? server[..colon] : server).Trim('[', ']');
        int port = DefaultPort;
        bool valid = host.Length > 0
            && (!hasPort || int.TryParse(server.AsSpan(colon + 1), NumberStyles.None, CultureInfo.InvariantCulture, out port))
            && port is > 0 and <= IPEndPoint.MaxPort;
        OptionChecks.Require(
            valid,
            nameof(ClientOptions.BootstrapServers),
            $"has the entry '{server}'; expected is host:port with a port from 1 to {IPEndPoint.MaxPort}");
        return new DnsEndPoint(host, port);
    }
}
