using RaftLog.Model;
using RaftLog.Simulator.Checks.Audits;

namespace RaftLog.Simulator.Tests.Rules;

/// <summary>The audits of a whole log, each with a state that breaks it.</summary>
public sealed class AuditTests
{
    [Test]
    public void CacheThatHoldsAnotherFrame_IsFound()
    {
        Assert.That(CacheEqualsFile.Compare("orders-0", [1, 2], [1, 2]), Is.Null);
        Assert.That(CacheEqualsFile.Compare("orders-0", [1, 2], [1, 3]), Does.Contain("another frame than the file"));
    }

    [Test]
    public void CommittedEntryThatChanges_IsFound()
    {
        var audit = new CommittedNeverChanges();
        string? Check(long group, long index, uint checksum) => audit.Compare(new GroupId(group), new LogIndex(index), checksum, "orders-0");

        Assert.That(Check(1, 5, 77), Is.Null);
        Assert.That(Check(1, 5, 77), Is.Null);
        Assert.That(Check(2, 5, 78), Is.Null, "another group's entry");
        Assert.That(Check(1, 5, 78), Does.Contain("not the one that was committed there before"));
    }
}
