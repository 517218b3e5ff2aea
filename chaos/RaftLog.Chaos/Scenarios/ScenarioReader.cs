using System.Text.Json;

namespace RaftLog.Chaos;

/// <summary>Reads scenario files, strictly: whoever mistypes a field must not get a run without the fault he thinks of.</summary>
internal static class ScenarioReader
{
    private static readonly TimeSpan None = TimeSpan.Zero;
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan Hour = TimeSpan.FromHours(1);
    private static readonly JsonDocumentOptions Lenient = new() { CommentHandling = JsonCommentHandling.Skip, AllowTrailingCommas = true };

    private static readonly FaultTarget[] OneBroker = [FaultTarget.Leader, FaultTarget.Follower, FaultTarget.Controller, FaultTarget.Any];

    /// <summary>Reads the scenario of a file.</summary>
    /// <exception cref="ScenarioException">It cannot be read, or something in it is not as it has to be.</exception>
    public static Scenario Read(string file)
    {
        try
        {
            return Parse(Path.GetFileName(file), File.ReadAllBytes(file));
        }
        catch (IOException e)
        {
            throw new ScenarioException($"{file} cannot be read: {e.Message}", e);
        }
    }

    /// <summary>Reads a scenario from its JSON text.</summary>
    /// <exception cref="ScenarioException">Something in it is not as it has to be.</exception>
    public static Scenario Parse(string file, ReadOnlyMemory<byte> json)
    {
        try
        {
            using JsonDocument document = JsonDocument.Parse(json, Lenient);
            return Scenario(file, new JsonFields(file, "", document.RootElement));
        }
        catch (JsonException e)
        {
            throw new ScenarioException($"{file} is not JSON: {e.Message}", e);
        }
    }

    private static Scenario Scenario(string file, JsonFields fields)
    {
        string description = fields.Text("description");
        int brokers = fields.Integer("brokers", 3, 3, 5);
        if (brokers == 4)
        {
            // All of them vote in the metadata group, which takes an odd number.
            throw fields.Refused("brokers", "is 4", "3 or 5");
        }

        var scenario = new Scenario
        {
            Name = Path.GetFileNameWithoutExtension(file),
            Description = description,
            Brokers = brokers,
            Partitions = fields.Integer("partitions", 3, 1, 100),
            ReplicationFactor = fields.Integer("replicationFactor", 3, 1, brokers),
            Flush = Kebab.Of(fields.Choice("flush", FlushKind.Always)),
            Disk = fields.Choice("disk", DiskKind.Real),
            Workload = Workload(fields.Object("workload")),
            Updates = Updates(fields.Object("updates")),
            Chain = Chain(fields.Object("chain")),
            Duration = fields.Time("duration", TimeSpan.FromSeconds(10), 24 * Hour),
            Rounds = fields.Integer("rounds", 10, 1, 100_000),
            Pause = fields.Time("pause", None, 10 * Minute) ?? TimeSpan.FromSeconds(4),
            DrawsFaults = fields.Choice("order", FaultOrder.Sequence) == FaultOrder.Random,
            Limits = Limits(fields.Object("limits")),
            Faults = [.. fields.Objects("faults").Select(Fault)],
        };
        fields.RequireNoneLeft();
        if (scenario.Disk == DiskKind.Real && scenario.Faults.FirstOrDefault(f => f.Kind is FaultKind.PowerCut or FaultKind.DiskFull) is { } needy)
        {
            throw fields.Refused("disk", $"is {Kebab.Of(scenario.Disk)}, but a fault is {Kebab.Of(needy.Kind)}", Kebab.Of(DiskKind.Losing));
        }

        if (scenario.Updates is null && scenario.Faults.Any(f => f.Kind == FaultKind.KillCompacting))
        {
            // Nothing would ever be compacted.
            throw fields.Refused("updates", $"is missing, but a fault is {Kebab.Of(FaultKind.KillCompacting)}", "an object");
        }

        if (scenario.Updates is null && scenario.Chain is null && scenario.Workload.Consumers > scenario.Partitions)
        {
            // One of the group's members would have nothing to read, and be waited for.
            throw fields.Refused(
                "workload.consumers",
                FormattableString.Invariant($"is {scenario.Workload.Consumers}, more than there are partitions"),
                FormattableString.Invariant($"an integer from 0 to {scenario.Partitions}"));
        }

        return scenario;
    }

    private static WorkloadPlan Workload(JsonFields? fields)
    {
        var plan = new WorkloadPlan();
        if (fields is null)
        {
            return plan;
        }

        plan = new WorkloadPlan
        {
            Producers = fields.Integer("producers", plan.Producers, 1, 16),
            Consumers = fields.Integer("consumers", plan.Consumers, 0, 16),
            RecordsPerSecond = fields.Integer("recordsPerSecond", plan.RecordsPerSecond, 1, 1_000_000),
            ValueBytes = fields.Integer("valueBytes", plan.ValueBytes, 32, 512 * 1024),
            Foreign = fields.Boolean("foreign", plan.Foreign),
        };
        fields.RequireNoneLeft();
        return plan;
    }

    private static UpdatesPlan? Updates(JsonFields? fields)
    {
        if (fields is null)
        {
            return null;
        }

        var plan = new UpdatesPlan();
        plan = new UpdatesPlan
        {
            Count = fields.Integer("count", plan.Count, 1_000, 1_000_000_000),
            Keys = fields.Integer("keys", plan.Keys, 10, 10_000_000),
            ValueBytes = fields.Integer("valueBytes", plan.ValueBytes, 32, 512 * 1024),
            AtLeast = fields.Time("atLeast", None, Hour) ?? plan.AtLeast,
        };
        fields.RequireNoneLeft();
        return plan;
    }

    private static ChainPlan? Chain(JsonFields? fields)
    {
        if (fields is null)
        {
            return null;
        }

        var plan = new ChainPlan();
        plan = new ChainPlan
        {
            Count = fields.Integer("count", plan.Count, 1_000, 100_000_000),
            ValueBytes = fields.Integer("valueBytes", plan.ValueBytes, 16, 512 * 1024),
            AtLeast = fields.Time("atLeast", None, Hour) ?? plan.AtLeast,
        };
        fields.RequireNoneLeft();
        return plan;
    }

    private static LimitsPlan? Limits(JsonFields? fields)
    {
        if (fields is null)
        {
            return null;
        }

        var limits = new LimitsPlan
        {
            MedianGap = fields.Time("medianGap", None, Hour),
            WorstGap = fields.Time("worstGap", None, Hour),
            P99Ratio = fields.Number("p99Ratio", 1, 1_000),
        };
        fields.RequireNoneLeft();
        return limits;
    }

    private static FaultPlan Fault(JsonFields fields)
    {
        FaultKind kind = fields.RequiredChoice<FaultKind>("kind");
        var plan = new FaultPlan { Kind = kind };
        plan = plan with
        {
            After = fields.Time("after", None, 10 * Minute) ?? plan.After,
            Every = fields.Integer("every", plan.Every, 1, 1_000),
        };
        if (kind != FaultKind.RollingRestart)
        {
            plan = plan with
            {
                Target = kind == FaultKind.PowerCut ? fields.Choice("target", FaultTarget.All) : fields.Choice("target", plan.Target, TargetsOf(kind)),
            };
        }

        if (kind is not (FaultKind.RollingRestart or FaultKind.CatchUp or FaultKind.FlippedBit))
        {
            plan = plan with { Duration = fields.Time("duration", None, Hour) ?? plan.Duration };
        }

        plan = kind switch
        {
            FaultKind.Delay => plan with { Latency = fields.Time("latency", None, Minute) ?? plan.Latency },
            FaultKind.SlowLink => plan with { BytesPerSecond = fields.Integer("bytesPerSecond", plan.BytesPerSecond, 1_024, int.MaxValue) },
            FaultKind.ClockJump => plan with { Jump = fields.Time("jump", -24 * Hour, 24 * Hour) ?? plan.Jump },
            FaultKind.FlippedBit => plan with
            {
                File = fields.RequiredChoice<FlippedFile>("file"),
                IsAtTail = fields.Boolean("tail", false),
                IsStopped = fields.Boolean("stopped", false),
            },
            FaultKind.CatchUp => plan with { Mebibytes = fields.Integer("mebibytes", plan.Mebibytes, 1, 65_536) },
            _ => plan,
        };
        fields.RequireNoneLeft();
        return plan;
    }

    // A disk is lost, damaged or behind on one broker at a time: of more, acknowledged records could rightly be gone.
    private static FaultTarget[] TargetsOf(FaultKind kind) =>
        kind is FaultKind.BitRot or FaultKind.FlippedBit or FaultKind.Wipe or FaultKind.CatchUp or FaultKind.KillCompacting
            ? OneBroker
            : Enum.GetValues<FaultTarget>();
}
