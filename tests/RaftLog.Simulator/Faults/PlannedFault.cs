namespace RaftLog.Simulator.Faults;

/// <summary>A fault that a schedule holds: all that decides it is here, so it stays the same when others are left out.</summary>
/// <param name="Number">Its place in the schedule as it was drawn, from 1.</param>
/// <param name="At">When it begins.</param>
/// <param name="Kind">What happens; a name of the <see cref="FaultCatalog"/>.</param>
/// <param name="Seed">Decides where, how long and how badly.</param>
internal sealed record PlannedFault(int Number, TimeSpan At, string Kind, int Seed);
