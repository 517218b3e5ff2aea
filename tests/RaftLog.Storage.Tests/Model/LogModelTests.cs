using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using Microsoft.FSharp.Core;

namespace RaftLog.Storage.Tests;

/// <summary>
/// Everything that can happen to a log, in random order, against a twin that remembers all of it in dictionaries. A failure shows the few operations that
/// are left of the run after shrinking, with the seed of the whole.
/// </summary>
/// <remarks>Another seed: <c>dotnet test ... -- 'TestRunParameters.Parameter(name="model-seed", value="7")'</c>; <c>model-runs</c> for more of them.</remarks>
public sealed class LogModelTests
{
    private const int OperationsOfARun = 250;
    private const int Runs = 400;
    private const string Seed = "8300001";

    [Test]
    public void Log_EqualsItsTwin_ThroughAHundredThousandOperations()
    {
        ulong seed = ulong.Parse(TestContext.Parameters.Get("model-seed", Seed), CultureInfo.InvariantCulture);
        int runs = TestContext.Parameters.Get("model-runs", Runs);
        Config config = Config.QuickThrowOnFailure
            .WithMaxTest(runs)
            .WithReplay(FSharpOption<Replay>.Some(new Replay(new Rnd(seed, seed | 1), FSharpOption<int>.None)))
            .WithParallelRunConfig(FSharpOption<ParallelRunConfig>.Some(new ParallelRunConfig(Environment.ProcessorCount)));
        int operations = 0;
        Prop.ForAll(LogPlan.OfLength(OperationsOfARun), plan =>
        {
            Run(plan);
            Interlocked.Add(ref operations, plan.Operations.Length);
        }).Check(config);
        Assert.That(operations, Is.EqualTo(runs * OperationsOfARun));
    }

    private static void Run(LogPlan plan)
    {
        var run = new LogModelRun(plan.Setting);
        try
        {
            foreach (LogOperation operation in plan.Operations)
            {
                run.Apply(operation);
            }

            run.End();
        }
        catch (Exception exception)
        {
            throw new ModelDifferenceException($"{string.Join(Environment.NewLine, run.Trace.TakeLast(40))}{Environment.NewLine}{exception}", exception);
        }
    }
}
