namespace RaftLog.Storage.Tests;

/// <summary>Random lives of logs with transactions.</summary>
public sealed class TransactionModelTests
{
    [Test]
    public void Readers_FindWhatIsCommitted_AndNothingElse([Range(1, 40)] int seed) => new TransactionModelRun(seed).Run(steps: 300);
}
