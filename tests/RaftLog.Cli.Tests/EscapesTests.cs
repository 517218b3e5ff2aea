namespace RaftLog.Cli.Tests;

public sealed class EscapesTests
{
    [TestCase("a\\tb\\n", "a\tb\n")]
    [TestCase("\\\\n", "\\n")]
    [TestCase("c:\\x", "c:\\x")]
    [TestCase("end\\", "end\\")]
    public void Escapes_AreReplaced_AndOtherBackslashesKept(string text, string expected) => Assert.That(Escapes.Expand(text), Is.EqualTo(expected));
}
