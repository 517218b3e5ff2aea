using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

namespace RaftLog.Model;

/// <summary>
/// Assertions that stay on in release builds. They guard against programmer errors only: a broker that finds its own state wrong must
/// stop before it replicates that state. Operating errors (a full disk, a bad frame) are handled where they occur and never come here.
/// </summary>
public static class Invariant
{
    /// <summary>Throws when <paramref name="condition"/> does not hold.</summary>
    /// <exception cref="InvariantViolationException">The condition is false.</exception>
    public static void Require(
        [DoesNotReturnIf(false)] bool condition,
        [CallerArgumentExpression(nameof(condition))] string? text = null,
        [CallerFilePath] string? file = null,
        [CallerLineNumber] int line = 0)
    {
        if (!condition)
        {
            Throw(text, file, line);
        }
    }

    // Apart, so that the caller inlines nothing but the comparison.
    [DoesNotReturn]
    private static void Throw(string? text, string? file, int line) =>
        throw new InvariantViolationException($"Invariant violated: {text} ({Path.GetFileName(file)}:{line}).");
}
