using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace RaftLog.LocalCluster;

/// <summary>Finds free ports for brokers that are going to be stopped and started again.</summary>
public static class LocalPorts
{
    private const string EphemeralRangeFile = "/proc/sys/net/ipv4/ip_local_port_range";
    private const int Lowest = 12_000;
    private const int Highest = 32_000;

    /// <summary>
    /// Ports on which nobody listens now. They lie below those that the system hands out by itself: a client that dials a stopped broker
    /// again and again could otherwise be given just that broker's port, connect to itself, and keep the broker from coming back.
    /// </summary>
    public static int[] Choose(int count)
    {
        var holders = new List<TcpListener>(count);
        try
        {
            // All are held at once, so that no two of them are the same; the start is random, so that two clusters hardly meet.
            int candidate = Random.Shared.Next(Lowest, Highest - 1_000);
            while (holders.Count < count)
            {
                int port = SystemKeepsOffBelow(Highest) ? candidate++ : 0;
                var holder = new TcpListener(IPAddress.Loopback, port);
                try
                {
                    holder.Start();
                    holders.Add(holder);
                }
                catch (SocketException)
                {
                    holder.Dispose();
                }
            }

            return [.. holders.Select(h => ((IPEndPoint)h.LocalEndpoint).Port)];
        }
        finally
        {
            holders.ForEach(h => h.Dispose());
        }
    }

    private static bool SystemKeepsOffBelow(int port) =>
        File.Exists(EphemeralRangeFile)
        && File.ReadAllText(EphemeralRangeFile).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries) is [var first, _]
        && int.TryParse(first, CultureInfo.InvariantCulture, out int lowest)
        && lowest >= port;
}
