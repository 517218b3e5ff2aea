using System.Net;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using RaftLog.Server.Configuration;
using RaftLog.Storage;

namespace RaftLog.Server.Hosting;

/// <summary>Turns what stops a start into a line for the operator and an exit code.</summary>
internal static class StartupFailure
{
    /// <summary>The failure; null when the exception is none that an operator could do something about.</summary>
    public static StartupException? Of(Exception error, RaftLogOptions options) => error switch
    {
        StartupException known => known,
        DataDirectoryException directory => new StartupException(directory.Message, ExitCodeOf(directory), directory),
        LogCorruptException corrupt => new StartupException($"{corrupt.Message} {OnlyHere(options)}", ExitCode.DataDirectory, corrupt),
        IOException { InnerException: AddressInUseException or SocketException } io => UnusableListener(options, io),
        SocketException or AddressInUseException => UnusableListener(options, error),
        _ => null,
    };

    /// <summary>The failure of a listener.</summary>
    public static StartupException Listener(string key, HostPort listen, SocketException error)
    {
        string reason = error.SocketErrorCode switch
        {
            SocketError.AddressAlreadyInUse => "is in use by another process; stop that one or choose another port",
            SocketError.AddressNotAvailable => "is not an address of this machine",
            SocketError.AccessDenied => "may not be listened on by this user; ports below 1024 need rights",
            _ => $"cannot be listened on: {error.Message}",
        };
        return new StartupException($"RaftLog:{key}:Listen '{listen}' {reason}.", ExitCode.Listener, error);
    }

    // A broker that is not the only controller rebuilds its metadata log unasked.
    private static string OnlyHere(RaftLogOptions options) =>
        $"This broker is the only controller, so nobody can give its metadata back: bring the file back from a copy. To begin anew without topics, move {options.DataDirectory} away "
        + "and start the broker with an empty directory.";

    // Kestrel says which address failed only in words, so the listeners are tried once more, to name the key.
    private static StartupException UnusableListener(RaftLogOptions options, Exception error)
    {
        foreach (var (key, listen) in new[] { ("Kafka", (HostPort?)options.Kafka.Listen), ("Http", options.Http.Listen) })
        {
            if (listen is { } address && TryBind(address) is { } problem)
            {
                return Listener(key, address, problem);
            }
        }

        return new StartupException(error.Message, ExitCode.Listener, error);
    }

    private static SocketException? TryBind(HostPort listen)
    {
        listen.TryGetBindAddress(out var address);
        try
        {
            using var socket = new Socket(address!.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
            socket.Bind(new IPEndPoint(address, listen.Port));
            return null;
        }
        catch (SocketException problem)
        {
            return problem;
        }
    }

    private static int ExitCodeOf(DataDirectoryException error) => error.Problem switch
    {
        DataDirectoryProblem.Foreign => ExitCode.ForeignDataDirectory,
        DataDirectoryProblem.NewerFormat => ExitCode.NewerDataDirectory,
        DataDirectoryProblem.Locked => ExitCode.LockedDataDirectory,
        _ => ExitCode.DataDirectory,
    };
}
