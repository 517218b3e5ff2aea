using System.Buffers;
using System.Collections.Concurrent;
using System.Reflection;
using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Tests.Support;

/// <summary>The generated codecs by the type of the message, for tests that run over all of them.</summary>
internal static class WireCodec
{
    private static readonly ConcurrentDictionary<Type, Reader> Readers = new();

    private delegate IWireWritable Reader(ReadOnlySequence<byte> bytes, short version, out long left);

    public static WireVersions VersionsOf(Type message) =>
        (WireVersions)message.GetProperty("Versions", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    public static WireVersions FlexibleVersionsOf(Type message) =>
        (WireVersions)message.GetProperty("FlexibleVersions", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!;

    public static IWireWritable Read(Type message, byte[] bytes, short version) =>
        Read(message, new ReadOnlySequence<byte>(bytes), version, out _);

    public static IWireWritable Read(Type message, ReadOnlySequence<byte> bytes, short version, out long left) =>
        Readers.GetOrAdd(message, MakeReader)(bytes, version, out left);

    private static Reader MakeReader(Type message) =>
        typeof(WireCodec).GetMethod(nameof(ReadAs), BindingFlags.NonPublic | BindingFlags.Static)!
            .MakeGenericMethod(message)
            .CreateDelegate<Reader>();

    private static IWireWritable ReadAs<T>(ReadOnlySequence<byte> bytes, short version, out long left)
        where T : IWireValue<T>
    {
        var reader = new WireReader(bytes);
        var message = T.Read(ref reader, version);
        left = reader.Remaining;
        return message;
    }
}
