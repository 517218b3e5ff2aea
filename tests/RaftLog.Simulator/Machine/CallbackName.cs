namespace RaftLog.Simulator.Machine;

/// <summary>Names what a posted callback runs, as far as can be seen from outside: for the rest of an async method that method.</summary>
internal static class CallbackName
{
    public static string Of(SendOrPostCallback callback, object? state) => state switch
    {
        Action rest => Of(rest),
        Delegate inner => Of(inner),
        null => Of(callback),
        _ => $"{Of(callback)} on {state.GetType()}",
    };

    // The rest of an async method is a delegate on a box that has the type of the method's state machine as its last argument.
    private static string Of(Delegate callback)
    {
        var target = callback.Target?.GetType() ?? callback.Method.DeclaringType;
        var machine = target is { IsGenericType: true } ? target.GenericTypeArguments[^1] : null;
        return machine is not null && machine.Name.Contains('<', StringComparison.Ordinal)
            ? $"the rest of {machine.FullName}"
            : $"{target?.FullName}.{callback.Method.Name}";
    }
}
