using System.Buffers;
using RaftLog.Model.Wire;
using RaftLog.Protocol.Messages;
using RaftLog.Protocol.Tests.Support;

namespace RaftLog.Protocol.Tests;

/// <summary>Frames as they come from and go to a connection.</summary>
public sealed class KafkaFrameTests
{
    [Test]
    public void TryRead_CutsPipelinedFrames_OneByOne([Values(1, 2, 5, 100)] int pieces)
    {
        var buffer = Segments.Split(Convert.FromHexString("00000002aabb" + "00000000" + "00000001cc" + "000000"), pieces);

        Assert.That(Cut(ref buffer), Is.EqualTo("AABB"));
        Assert.That(Cut(ref buffer), Is.EqualTo(""));
        Assert.That(Cut(ref buffer), Is.EqualTo("CC"));
        Assert.That(Cut(ref buffer), Is.Null);
        Assert.That(buffer.Length, Is.EqualTo(3));
    }

    [TestCase("")]
    [TestCase("0000")]
    [TestCase("00000002")]
    [TestCase("00000002aa")]
    public void TryRead_LeavesAnUnfinishedFrame(string hex)
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));

        Assert.That(Cut(ref buffer), Is.Null);
        Assert.That(buffer.Length, Is.EqualTo(hex.Length / 2));
    }

    [TestCase("ffffffff", TestName = "TryRead_RefusesASize_BelowZero")]
    [TestCase("80000000", TestName = "TryRead_RefusesASize_OfTheLeastInteger")]
    [TestCase("00000065", TestName = "TryRead_RefusesASize_AboveTheMaximum")]
    [TestCase("47455420", TestName = "TryRead_RefusesTheSize_ThatHttpSpells")]
    public void TryRead_RefusesASize(string hex)
    {
        var buffer = new ReadOnlySequence<byte>(Convert.FromHexString(hex));

        Assert.That(() => Cut(ref buffer), Throws.TypeOf<WireFormatException>().With.Message.Contains("100"));
    }

    [Test]
    public void WriteRequest_ThenTryRead_GivesHeaderAndRequestBack([Values(0, 3)] int version)
    {
        var header = new RequestHeader(ApiKey.ApiVersions, (short)version, 5, "client");
        var output = new ArrayBufferWriter<byte>();
        KafkaFrame.WriteRequest(output, header, new ApiVersionsRequest { ClientSoftwareName = version == 3 ? "x" : "" });
        var buffer = new ReadOnlySequence<byte>(output.WrittenMemory);

        Assert.That(KafkaFrame.TryRead(ref buffer, maxFrameBytes: 100, out var frame), Is.True);
        var reader = new WireReader(frame);
        Assert.That(RequestHeader.Read(ref reader), Is.EqualTo(header));
        ApiVersionsRequest.Read(ref reader, header.ApiVersion);
        Assert.That(reader.Remaining, Is.Zero);
        Assert.That(buffer.IsEmpty, Is.True);
    }

    [Test]
    public void WriteResponse_WritesNothing_WhenTheVersionCannotCarryIt()
    {
        var output = new ArrayBufferWriter<byte>();
        var response = new DescribeGroupsResponse { Groups = [new() { ErrorMessage = "gone" }] };

        Assert.That(() => KafkaFrame.WriteResponse(output, ApiKey.DescribeGroups, 5, 1, response), Throws.TypeOf<WireFormatException>());
        Assert.That(output.WrittenCount, Is.Zero);
    }

    private static string? Cut(ref ReadOnlySequence<byte> buffer) =>
        KafkaFrame.TryRead(ref buffer, maxFrameBytes: 100, out var frame) ? Convert.ToHexString(frame.ToArray()) : null;
}
