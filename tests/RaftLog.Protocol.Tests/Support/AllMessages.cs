using System.Reflection;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;

namespace RaftLog.Protocol.Tests.Support;

/// <summary>Every message declared in the protocol library, and in these tests, with each of its versions.</summary>
internal static class AllMessages
{
    public static IEnumerable<Type> Types { get; } =
        new[] { typeof(MetadataRequest).Assembly, typeof(AllMessages).Assembly }
            .SelectMany(assembly => assembly.GetTypes())
            .Where(type => type.GetCustomAttribute<WireMessageAttribute>() is not null)
            .OrderBy(type => type.Name, StringComparer.Ordinal)
            .ToArray();

    public static IEnumerable<TestCaseData> Versions =>
        from type in Types
        let versions = WireCodec.VersionsOf(type)
        from version in Enumerable.Range(versions.Lowest, versions.Highest - versions.Lowest + 1)
        select new TestCaseData(type, (short)version).SetArgDisplayNames(type.Name, $"{version}");
}
