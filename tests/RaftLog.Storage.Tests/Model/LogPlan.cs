using FsCheck;
using FsCheck.Fluent;

namespace RaftLog.Storage.Tests;

/// <summary>A run of a model test: which log, and what happens to it.</summary>
/// <param name="Setting">What the log's settings are drawn from.</param>
/// <param name="Operations">In their order.</param>
internal sealed record LogPlan(int Setting, LogOperation[] Operations)
{
    // One operation in so many dies on the way.
    private const int LivesAmong = 24;
    private const int FileOperationsAtMost = 12;

    private static readonly (int Weight, LogOperationKind Kind)[] Weights =
    [
        (36, LogOperationKind.Append),
        (6, LogOperationKind.Flush),
        (8, LogOperationKind.Commit),
        (4, LogOperationKind.Truncate),
        (4, LogOperationKind.Roll),
        (14, LogOperationKind.Compact),
        (5, LogOperationKind.Drop),
        (1, LogOperationKind.Reset),
        (1, LogOperationKind.Ship),
        (2, LogOperationKind.Scrub),
        (2, LogOperationKind.Close),
        (2, LogOperationKind.CleanStop),
        (3, LogOperationKind.Kill),
        (3, LogOperationKind.LosePower),
        (3, LogOperationKind.LosePowerTorn),
        (2, LogOperationKind.Compare),
    ];

    /// <summary>Plans of so many operations, which shrink by leaving operations out and letting them live.</summary>
    public static Arbitrary<LogPlan> OfLength(int operations)
    {
        Gen<int> seed = Gen.Choose(0, int.MaxValue - 1);
        Gen<LogOperationKind> kind = Gen.Frequency(Weights.Select(weight => (weight.Weight, Gen.Constant(weight.Kind))));
        Gen<int?> death = Gen.Frequency(
            (LivesAmong - 1, Gen.Constant<int?>(null)),
            (1, Gen.Choose(0, FileOperationsAtMost).Select(after => (int?)after)));
        Gen<LogOperation> operation = kind.SelectMany(_ => seed, (what, drawn) => (what, drawn)).SelectMany(_ => death, (pair, after) => new LogOperation(pair.what, pair.drawn, after));
        return Arb.From(seed.SelectMany(_ => Gen.ArrayOf(operation, operations), (setting, all) => new LogPlan(setting, all)), Shrink);
    }

    public override string ToString() => $"log {Setting}: {string.Join(", ", Operations.AsEnumerable())}";

    // Large pieces first: a run of hundreds of operations fails mostly for a handful of them.
    private static IEnumerable<LogPlan> Shrink(LogPlan plan)
    {
        LogOperation[] all = plan.Operations;
        for (int piece = all.Length / 2; piece > 0; piece /= 2)
        {
            for (int at = all.Length - piece; at > -piece; at -= piece)
            {
                int from = Math.Max(0, at);
                yield return plan with { Operations = [.. all[..from], .. all[(at + piece)..]] };
            }
        }

        for (int i = 0; i < all.Length; i++)
        {
            if (all[i].DiesAfter is not null)
            {
                yield return plan with { Operations = [.. all[..i], all[i] with { DiesAfter = null }, .. all[(i + 1)..]] };
            }
        }
    }
}
