using RaftLog.Chaos.History;

namespace RaftLog.Chaos.Tests;

/// <summary>Keyed updates: what two programs agree on, and what is found when they do not.</summary>
public sealed class UpdateTests : RunFolderFixture
{
    private const int ValueBytes = 100;

    [Test]
    public void Sequence_IsThatOfTheNameOnly_AndHitsEveryKey()
    {
        var one = new UpdateSequence("lz4", 50);
        var other = new UpdateSequence("lz4", 50);
        KeyedUpdate[] updates = [.. Enumerable.Range(0, 5_000).Select(_ => one.Next())];

        Assert.That(updates.Select(_ => other.Next()), Is.EqualTo(updates));
        Assert.That(updates.Select(update => update.Version), Is.EqualTo(Enumerable.Range(0, 5_000)));
        Assert.That(updates.Select(update => update.Key).Distinct().Count(), Is.EqualTo(50));
        Assert.That(updates.Count(update => update.IsDeletion), Is.InRange(40, 120));
    }

    [Test]
    public void Value_NamesItsUpdate_AndHasItsSize()
    {
        byte[] value = UpdateFormat.Value("lz4", 42, ValueBytes);

        Assert.That(value, Has.Length.EqualTo(ValueBytes));
        Assert.That(value.AsSpan().StartsWith("lz4:42 "u8), Is.True);
        Assert.That(UpdateFormat.Value("lz4", 43, ValueBytes)[10..], Is.Not.EqualTo(value[10..]));
    }

    [Test]
    public void LastUpdates_AreReadAsTheyWereWritten()
    {
        LastUpdates.Write(Folder, "own", [new KeyedUpdate(0, 7, false), new KeyedUpdate(3, 9, true)]);

        Dictionary<string, byte[]?> last = LastUpdates.ReadAll(Folder, ValueBytes);

        Assert.That(last.Keys, Is.EquivalentTo(new[] { "own-k0", "own-k3" }));
        Assert.That(last["own-k0"], Is.EqualTo(UpdateFormat.Value("own", 7, ValueBytes)));
        Assert.That(last["own-k3"], Is.Null);
    }

    [Test]
    public void Check_NamesEachKeyThatIsNotAsAcknowledged()
    {
        var expected = new Dictionary<string, byte[]?> { ["a"] = [1], ["b"] = [2], ["gone"] = null, ["hidden"] = null, ["lost"] = [3] };
        var found = new Dictionary<string, byte[]?> { ["a"] = [1], ["b"] = UpdateFormat.Value("own", 5, ValueBytes), ["hidden"] = null, ["invented"] = [4] };

        IReadOnlyList<string> differences = UpdateCheck.Compare("Broker 1", expected, found);

        Assert.That(differences, Has.Count.EqualTo(3));
        Assert.That(differences, Has.One.Contains("own:5 for b").And.One.Contains("nothing for lost").And.One.Contains("invented, which nobody wrote"));
    }

    [Test]
    public void Check_FindsADeletedKeyThatCameBack()
    {
        var expected = new Dictionary<string, byte[]?> { ["gone"] = null };
        var found = new Dictionary<string, byte[]?> { ["gone"] = [1] };

        Assert.That(UpdateCheck.Compare("Broker 1", expected, found), Has.Count.EqualTo(1));
    }
}
