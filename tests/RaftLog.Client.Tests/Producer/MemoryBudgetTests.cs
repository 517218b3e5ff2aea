namespace RaftLog.Client.Tests;

/// <summary>Who gets bytes of a producer's buffer, and when.</summary>
public sealed class MemoryBudgetTests
{
    private const int Total = 8_000;
    private const int EnoughToGoOn = Total / 8;

    [Test]
    public async Task Waiter_IsLetIn_OnceThereIsRoomForManyRecords()
    {
        var budget = new MemoryBudget(Total);
        Assert.That(budget.TryReserve(Total), Is.True);
        Task waiter = budget.ReserveAsync(10, CancellationToken.None);

        budget.Release(EnoughToGoOn - 1);
        Assert.That(budget.TryReserve(1), Is.False, "somebody waits, and whoever comes later is not to overtake");
        budget.Release(1);

        await waiter;
        Assert.That(budget.TryReserve(EnoughToGoOn - 10), Is.True);
        Assert.That(budget.TryReserve(1), Is.False);
    }

    [Test]
    public async Task Waiters_AreLetIn_InTheirOrder_AsLongAsThereIsRoom()
    {
        var budget = new MemoryBudget(Total);
        budget.TryReserve(Total);
        Task large = budget.ReserveAsync(Total - 1, CancellationToken.None);
        Task small = budget.ReserveAsync(1, CancellationToken.None);

        budget.Release(Total - 2);
        Assert.That(budget.TryReserve(1), Is.False, "a small one overtook a large one");
        budget.Release(2);

        await Task.WhenAll(large, small);
        Assert.That(budget.TryReserve(1), Is.False);
    }

    [Test]
    public async Task WaiterThatGivesUp_LeavesTheBytesToTheNext()
    {
        var budget = new MemoryBudget(Total);
        budget.TryReserve(Total);
        using var giveUp = new CancellationTokenSource();
        Task first = budget.ReserveAsync(Total, giveUp.Token);
        Task second = budget.ReserveAsync(10, CancellationToken.None);
        budget.Release(EnoughToGoOn);

        await giveUp.CancelAsync();

        Assert.That(async () => await first, Throws.InstanceOf<OperationCanceledException>());
        await second;
        Assert.That(budget.TryReserve(EnoughToGoOn - 10), Is.True);
    }
}
