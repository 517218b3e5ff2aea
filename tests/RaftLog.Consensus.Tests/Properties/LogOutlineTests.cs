using RaftLog.Model;

namespace RaftLog.Consensus.Tests.Properties;

/// <summary>The outline of a log against a plain list of terms, under random appends, truncations and compactions.</summary>
public sealed class LogOutlineTests
{
    [Test]
    public void Outline_AnswersAsAListOfTermsWould([Range(1, 30)] int seed)
    {
        var random = new Random(seed);
        var outline = new LogOutline(new LogIndex(1), LogIndex.Zero, Term.Zero, []);

        // Index 0 is what precedes the log; compacted entries stay in the list.
        var terms = new List<int> { 0 };
        for (int step = 0; step < 300; step++)
        {
            Change(random, outline, terms);
            Compare(random, outline, terms);
        }
    }

    private static void Change(Random random, LogOutline outline, List<int> terms)
    {
        switch (random.Next(10))
        {
            case 0 when outline.LastIndex >= outline.FirstIndex:
                long from = random.NextInt64(outline.FirstIndex.Value, outline.LastIndex.Value + 1);
                outline.TruncateFrom(new LogIndex(from));
                terms.RemoveRange((int)from, terms.Count - (int)from);
                break;
            case 1:
                outline.Compact(new LogIndex(random.NextInt64(outline.FirstIndex.Value, outline.LastIndex.Value + 2)));
                break;
            default:
                int term = terms[^1] + (random.Next(4) == 0 ? random.Next(1, 3) : 0);
                outline.Append(new Term(term));
                terms.Add(term);
                break;
        }
    }

    private static void Compare(Random random, LogOutline outline, List<int> terms)
    {
        Assert.That(outline.LastIndex.Value, Is.EqualTo(terms.Count - 1));
        Assert.That(outline.LastTerm.Value, Is.EqualTo(terms[^1]));
        for (int index = (int)outline.FirstIndex.Value - 1; index < terms.Count; index++)
        {
            Assert.That(outline.TermAt(new LogIndex(index)), Is.EqualTo(new Term(terms[index])));
        }

        Assert.That(outline.TermAt(outline.FirstIndex + -2), Is.Null);
        int limit = random.Next(terms[^1] + 2);
        int start = random.Next((int)outline.FirstIndex.Value - 1, terms.Count);
        int expected = start;
        while (expected >= outline.FirstIndex.Value && terms[expected] > limit)
        {
            expected--;
        }

        Assert.That(outline.LastIndexOfTermAtMost(new LogIndex(start), new Term(limit)).Value, Is.EqualTo(expected));
    }
}
