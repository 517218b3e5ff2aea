using RaftLog.Tests;

namespace RaftLog.Model.Tests;

/// <summary>Garbage of making, checking and reading record batches.</summary>
[NonParallelizable]
public sealed class RecordBatchAllocationTests
{
    private const int Records = 100;

    /// <summary>A reader is an object of its own; its decompressed bytes are pooled.</summary>
    private const int ReaderBudget = 200;

    /// <summary>A batch leaves the builder in a buffer of the pool, whose owner is an object of its own when the pool has none to spare.</summary>
    private const int BuiltBatchBudget = 100;

    private static readonly byte[] Value = new byte[100];

    [Test]
    public void Checking_AllocatesNothing()
    {
        byte[] batch = Batches.Build(Records);

        double bytes = AllocationMeter.BytesOnThread(() =>
        {
            if (RecordBatch.Validate(batch) != RecordBatchProblem.None || !RecordBatchHeader.TryParse(batch, out _))
            {
                Assert.Fail("The batch is valid.");
            }
        });

        Assert.That(bytes, Is.Zero);
    }

    [Test]
    public void Reading_AllocatesOneReader_AndNothingPerRecord()
    {
        byte[] batch = Batches.Build(Records);

        double bytes = AllocationMeter.BytesOnThread(() => ReadAll(batch));

        TestContext.Out.WriteLine($"{bytes:F0} bytes a batch of {Records} records read");
        Assert.That(bytes, Is.LessThanOrEqualTo(ReaderBudget));
    }

    [Test]
    public void Building_AllocatesNothingPerRecord()
    {
        using var builder = new RecordBatchBuilder();

        double bytes = AllocationMeter.BytesOnThread(() =>
        {
            for (int i = 0; i < Records; i++)
            {
                builder.Append(1_000, NullableBytes.Null, Value);
            }

            builder.Build().Release();
        });

        TestContext.Out.WriteLine($"{bytes:F0} bytes a batch of {Records} records built");
        Assert.That(bytes, Is.LessThanOrEqualTo(BuiltBatchBudget));
    }

    private static void ReadAll(byte[] batch)
    {
        using RecordReader reader = RecordReader.Open(batch);
        int count = 0;
        while (reader.TryRead(out _))
        {
            count++;
        }

        if (count != Records)
        {
            Assert.Fail("Not all records were read.");
        }
    }
}
