using System.Buffers;
using System.Reflection;
using RaftLog.Model.Wire;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Protocol.Tests.Support;

namespace RaftLog.Broker.Tests.Fuzzing;

/// <summary>A valid message, to be mutated.</summary>
/// <param name="Message">Its type.</param>
/// <param name="Version">The version that it is written in.</param>
/// <param name="Bytes">Its bytes, without header and size.</param>
internal sealed record FuzzSeed(Type Message, short Version, byte[] Bytes)
{
    private const int SeedsPerVersion = 8;

    /// <summary>The API of a request; null for a response and for what is no message of its own.</summary>
    public ApiKey? RequestOf { get; } = RequestKey(Message);

    /// <summary>Valid messages of every type and version, the same in every run.</summary>
    public static IReadOnlyList<FuzzSeed> OfEveryMessage { get; } =
    [
        .. from type in AllMessages.Types
           let versions = WireCodec.VersionsOf(type)
           from version in Enumerable.Range(versions.Lowest, versions.Highest - versions.Lowest + 1)
           from seed in Enumerable.Range(0, SeedsPerVersion)
           select Of(type, (short)version, new Random(seed)),
    ];

    /// <summary>Valid requests that a broker serves, of every version, with records where there are to be some.</summary>
    public static IReadOnlyList<FuzzSeed> OfEveryRequest(IEnumerable<ApiVersionRange> served) =>
    [
        .. from api in served
           from seed in OfEveryMessage
           where seed.RequestOf == api.Key && api.Versions.Contains(seed.Version)
           select seed,
        .. from api in served
           where api.Key == ApiKey.Produce
           from version in Enumerable.Range(3, api.Versions.Highest - 2)
           from codec in Enum.GetValues<Model.CompressionCodec>()
           select new FuzzSeed(typeof(ProduceRequest), (short)version, Produce(codec).ToBytes((short)version)),
    ];

    private static FuzzSeed Of(Type type, short version, Random random) =>
        new(type, version, new RandomMessage(random, version).Make(type).ToBytes(version));

    // A batch that would be taken as it is: what a random one cannot be.
    private static ProduceRequest Produce(Model.CompressionCodec codec)
    {
        var request = Support.Batches.Produce("a", 0, Support.Batches.Of(codec, "one", "two", new string('3', 300)));
        request.TimeoutMs = 100;
        return request;
    }

    private static ApiKey? RequestKey(Type type) =>
        type.GetInterfaces().Any(one => one.IsGenericType && one.GetGenericTypeDefinition() == typeof(IKafkaRequest<>))
            ? (ApiKey)type.GetProperty("MessageId", BindingFlags.Public | BindingFlags.Static)!.GetValue(null)!
            : null;
}
