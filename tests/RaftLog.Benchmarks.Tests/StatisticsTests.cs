using RaftLog.Benchmarks.Results;

namespace RaftLog.Benchmarks.Tests;

public sealed class StatisticsTests
{
    [Test]
    public void Median_OfAnEvenNumber_IsTheMeanOfTheTwoInTheMiddle()
    {
        Assert.That(Statistics.Median([4, 1, 3, 2]), Is.EqualTo(2.5));
        Assert.That(Statistics.Median([9, 1, 5]), Is.EqualTo(5));
    }

    [Test]
    public void Quantile_IsTheValueThatAShareDoesNotExceed()
    {
        double[] hundred = [.. Enumerable.Range(1, 100).Select(i => (double)i).Reverse()];

        Assert.That(Statistics.Quantile(hundred, 0.5), Is.EqualTo(50));
        Assert.That(Statistics.Quantile(hundred, 0.99), Is.EqualTo(99));
        Assert.That(Statistics.Quantile(hundred, 1), Is.EqualTo(100));
        Assert.That(Statistics.Quantile(hundred, 0), Is.EqualTo(1));
        Assert.That(Statistics.Quantile([7], 0.99), Is.EqualTo(7));
    }

    [Test]
    public void NoValues_AreRefused()
    {
        Assert.That(() => Statistics.Median([]), Throws.ArgumentException);
        Assert.That(() => Statistics.Quantile([], 0.5), Throws.ArgumentException);
    }

    [Test]
    public void Spreads_Overlap_WhenTheyShareAValue()
    {
        Spread spread = Spread.Of([3, 1, 2]);

        Assert.That(spread, Is.EqualTo(new Spread(2, 1, 3)));
        Assert.That(spread.Overlaps(Spread.Of([3, 4])), Is.True);
        Assert.That(spread.Overlaps(Spread.Of([3.1, 4])), Is.False);
        Assert.That(Spread.Of([3.1, 4]).Overlaps(spread), Is.False);
    }
}
