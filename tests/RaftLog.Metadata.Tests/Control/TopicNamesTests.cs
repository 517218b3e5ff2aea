namespace RaftLog.Metadata.Tests.Control;

public sealed class TopicNamesTests
{
    [TestCase("a")]
    [TestCase("orders")]
    [TestCase("Orders_2024.v1-final")]
    [TestCase("...")]
    public void Name_OfAllowedCharacters_IsAccepted(string name) => Assert.That(TopicNames.ProblemWith(name), Is.Null);

    [TestCase("", "empty")]
    [TestCase(".", "'.'")]
    [TestCase("..", "'..'")]
    [TestCase("a b", "position 1")]
    [TestCase("größe", "position 2")]
    [TestCase("a/b", "position 1")]
    public void Name_ThatIsNone_IsRefusedWithTheReason(string name, string reason) =>
        Assert.That(TopicNames.ProblemWith(name), Does.Contain(reason));

    [Test]
    public void Name_IsAtMost249CharactersLong()
    {
        using (Assert.EnterMultipleScope())
        {
            Assert.That(TopicNames.ProblemWith(new string('x', 249)), Is.Null);
            Assert.That(TopicNames.ProblemWith(new string('x', 250)), Does.Contain("250"));
        }
    }

    [TestCase("a.b", "a_b")]
    [TestCase("a_b_c", "a.b_c")]
    public void Names_ThatDifferInDotAndUnderscoreOnly_Collide(string existing, string name) =>
        Assert.That(TopicNames.Colliding(["other", existing], name), Is.EqualTo(existing));

    [TestCase("ab", "a.b")]
    [TestCase("a-b", "a_b")]
    public void Names_ThatDifferOtherwise_DoNotCollide(string existing, string name) =>
        Assert.That(TopicNames.Colliding([existing], name), Is.Null);
}
