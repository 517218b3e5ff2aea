namespace RaftLog.Metadata;

/// <summary>How patiently the controller is asked.</summary>
public sealed class ControllerClientOptions
{
    /// <summary>How long a call takes at most when the caller does not say. Default 30 s.</summary>
    public TimeSpan Timeout { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>How long one broker is given to answer before the call is repeated. Default 5 s.</summary>
    public TimeSpan TryTimeout { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The pause before the first repetition; doubles with each. Default 20 ms.</summary>
    public TimeSpan FirstPause { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest pause between repetitions. Default 500 ms.</summary>
    public TimeSpan LongestPause { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Throws when a value is out of range; the message names it and what is accepted.</summary>
    public void Validate()
    {
        Require(Timeout > TimeSpan.Zero, nameof(Timeout), "more than 0");
        Require(TryTimeout > TimeSpan.Zero, nameof(TryTimeout), "more than 0");
        Require(FirstPause > TimeSpan.Zero, nameof(FirstPause), "more than 0");
        Require(LongestPause >= FirstPause, nameof(LongestPause), $"at least {nameof(FirstPause)}");
    }

    private static void Require(bool holds, string name, string accepted)
    {
        if (!holds)
        {
            throw new ArgumentException($"{nameof(ControllerClientOptions)}.{name} must be {accepted}.");
        }
    }
}
