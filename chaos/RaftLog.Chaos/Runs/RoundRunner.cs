using System.Globalization;
using RaftLog.Chaos.History;

namespace RaftLog.Chaos;

/// <summary>Goes through the rounds of a scenario: waits, strikes, heals, waits until the cluster is whole, and notes it all.</summary>
internal sealed class RoundRunner(Scenario scenario, ChaosCluster cluster, FaultLog log, Random random, Action<string> say)
{
    private readonly VictimPicker _picker = new(cluster, random);
    private int _faults;

    /// <summary>The rounds that were begun.</summary>
    public int Rounds { get; private set; }

    /// <summary>Runs the rounds.</summary>
    public async Task RunAsync(RunLength length, CancellationToken cancellation)
    {
        while (length.Includes(Rounds + 1))
        {
            Rounds++;
            foreach (FaultPlan plan in PlansOf(Rounds))
            {
                await Task.Delay(scenario.Pause + plan.After, cancellation);
                RequireAllAlive();
                await RunAsync(plan, Rounds, cancellation);
            }
        }
    }

    private FaultPlan[] PlansOf(int round)
    {
        FaultPlan[] due = [.. scenario.Faults.Where(f => round % f.Every == 0)];
        return scenario.DrawsFaults && due.Length > 0 ? [due[random.Next(due.Length)]] : due;
    }

    private async Task RunAsync(FaultPlan plan, int round, CancellationToken cancellation)
    {
        IReadOnlyList<int> leaders = await cluster.LeadersAsync(cancellation);
        (IReadOnlyList<int> victims, string target) = plan.Kind == FaultKind.RollingRestart
            ? (cluster.Ids, "all brokers, one after the other")
            : await _picker.PickAsync(plan.Target, leaders, cancellation);
        INemesis nemesis = NemesisTable.Create(plan.Kind, random);
        var clock = new FaultClock();
        await nemesis.StrikeAsync(cluster, plan, victims, clock, cancellation);
        var fault = new FaultEvent(
            ++_faults, round, Kebab.Of(plan.Kind), target, clock.BeginUs, Words: nemesis.Words, Partitions: Orphans(plan, leaders, victims));
        log.Write(fault);
        say(string.Create(CultureInfo.InvariantCulture, $"{UnixClock.ToDateTime(fault.BeginUs):HH:mm:ss.fff}  round {round}: {fault.Kind} of {target}. {fault.Words}"));

        if (plan.Kind is not (FaultKind.RollingRestart or FaultKind.CatchUp or FaultKind.FlippedBit))
        {
            await Task.Delay(plan.Duration, cancellation);
        }

        await nemesis.HealAsync(cluster, plan, victims, cancellation);
        log.Write(fault with { HealUs = UnixClock.NowUs });
        await cluster.WaitUntilWholeAsync(cancellation);
    }

    // The partitions that have to find another leader. A clock or a slow link takes no leader away by itself.
    private static int[] Orphans(FaultPlan plan, IReadOnlyList<int> leaders, IReadOnlyList<int> victims) =>
        plan.Kind is FaultKind.ClockJump or FaultKind.SlowLink or FaultKind.Delay or FaultKind.Loss or FaultKind.CatchUp or FaultKind.RollingRestart
            ? []
            : [.. Enumerable.Range(0, leaders.Count).Where(p => victims.Contains(leaders[p]))];

    private void RequireAllAlive()
    {
        IReadOnlyList<int> dead = cluster.FindDead();
        if (dead.Count > 0)
        {
            throw new BrokerEndedException($"Broker {string.Join(" and ", dead)} ended by itself. See {cluster.NodeOf(dead[0]).LogFile}.");
        }
    }
}
