using RaftLog.Model.Wire;

namespace RaftLog.Protocol.Tests;

/// <summary>Which header stands in front of which version, and its bytes.</summary>
public sealed class HeaderTests
{
    [TestCase(ApiKey.Metadata, 8, 1, 0)]
    [TestCase(ApiKey.Metadata, 9, 2, 1)]
    [TestCase(ApiKey.Produce, 0, 1, 0)]
    [TestCase(ApiKey.Produce, 9, 2, 1)]
    [TestCase(ApiKey.Fetch, 11, 1, 0)]
    [TestCase(ApiKey.Fetch, 12, 2, 1)]
    [TestCase(ApiKey.OffsetDelete, 0, 1, 0)]
    [TestCase(ApiKey.ApiVersions, 2, 1, 0)]
    [TestCase(ApiKey.ApiVersions, 3, 2, 0, TestName = "ApiVersions_IsAnsweredWithHeader0_AlsoWhereItIsFlexible")]
    [TestCase(ApiKey.ApiVersions, 99, 2, 0, TestName = "ApiVersions_OfTheFuture_HasAReadableHeader")]
    [TestCase((ApiKey)999, 0, 1, 0)]
    public void HeaderVersions_FollowFromApiAndVersion(ApiKey key, int version, int request, int response)
    {
        Assert.That(KafkaApi.RequestHeaderVersion(key, (short)version), Is.EqualTo(request));
        Assert.That(KafkaApi.ResponseHeaderVersion(key, (short)version), Is.EqualTo(response));
    }

    // The client id keeps its two-byte length in version 2, where everything else is compact.
    [TestCase(ApiKey.Metadata, 1, "abc", "0003" + "0001" + "00000007" + "0003616263")]
    [TestCase(ApiKey.Metadata, 9, "abc", "0003" + "0009" + "00000007" + "0003616263" + "00")]
    [TestCase(ApiKey.Metadata, 9, null, "0003" + "0009" + "00000007" + "ffff" + "00")]
    public void RequestHeader_HasTheGoldenBytes(ApiKey key, int version, string? client, string hex)
    {
        var header = new RequestHeader(key, (short)version, 7, client);
        var bytes = new byte[header.SizeOf()];
        var writer = new WireWriter(bytes);
        header.Write(ref writer);
        var reader = new WireReader(bytes.AsMemory());

        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(hex));
        Assert.That(RequestHeader.Read(ref reader), Is.EqualTo(header));
        Assert.That(reader.Remaining, Is.Zero);
    }

    [TestCase(0, "00000007")]
    [TestCase(1, "0000000700")]
    public void ResponseHeader_HasTheGoldenBytes(int headerVersion, string hex)
    {
        var header = new ResponseHeader(7);
        var bytes = new byte[ResponseHeader.SizeOf((short)headerVersion)];
        var writer = new WireWriter(bytes);
        header.Write(ref writer, (short)headerVersion);
        var reader = new WireReader(bytes.AsMemory());

        Assert.That(Convert.ToHexStringLower(bytes), Is.EqualTo(hex));
        Assert.That(ResponseHeader.Read(ref reader, (short)headerVersion), Is.EqualTo(header));
    }

    [Test]
    public void HighestCommon_IsTheLowerOfTheHighest_OrNothing()
    {
        var broker = new ApiVersionRange(ApiKey.Fetch, 4, 12);

        Assert.That(broker.HighestCommon(new WireVersions(4, 17)), Is.EqualTo(12));
        Assert.That(broker.HighestCommon(new WireVersions(0, 5)), Is.EqualTo(5));
        Assert.That(broker.HighestCommon(new WireVersions(13, 17)), Is.Null);
        Assert.That(broker.HighestCommon(new WireVersions(0, 3)), Is.Null);
    }
}
