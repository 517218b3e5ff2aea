using System.Globalization;
using System.Text;
using RaftLog.Model;

namespace RaftLog.Storage.Tests;

public sealed class KeyOffsetMapTests
{
    [Test]
    public void Map_EqualsADictionary([Values(64, 1000, 5000)] int keys)
    {
        var map = new KeyOffsetMap(1 << 20);
        var twin = new Dictionary<string, Offset>(StringComparer.Ordinal);
        var random = new Random(keys);
        map.Begin(keys);

        for (int offset = 0; offset < 3 * keys; offset++)
        {
            string key = $"key-{random.Next(keys)}";
            Assert.That(map.TryPut(HashOf(key), new Offset(offset)), Is.True);
            twin[key] = new Offset(offset);
        }

        Assert.That(map.Count, Is.EqualTo(twin.Count));
        for (int i = 0; i < 2 * keys; i++)
        {
            string key = $"key-{i}";
            Assert.That(map.TryGet(HashOf(key), out Offset offset), Is.EqualTo(twin.TryGetValue(key, out Offset expected)));
            Assert.That(!twin.ContainsKey(key) || offset == expected, Is.True);
        }
    }

    [Test]
    public void TryPut_RefusesANewKeyBeyondTheBudget_ButMovesAKnownOne()
    {
        var map = new KeyOffsetMap(100 * KeyOffsetMap.SlotBytes);
        map.Begin(keys: long.MaxValue / 4);
        int taken = 0;
        while (map.TryPut(HashOf(taken.ToString(CultureInfo.InvariantCulture)), new Offset(taken)))
        {
            taken++;
        }

        Assert.That(taken, Is.EqualTo(75));
        Assert.That(map.TryPut(HashOf("0"), new Offset(500)), Is.True);
        Assert.That(map.TryGet(HashOf("0"), out Offset offset), Is.True);
        Assert.That(offset, Is.EqualTo(new Offset(500)));
    }

    [Test]
    public void Begin_ForgetsWhatWasThereBefore()
    {
        var map = new KeyOffsetMap(1 << 20);
        map.Begin(100);
        map.TryPut(HashOf("a"), new Offset(5));

        map.Begin(10);

        Assert.That(map.Count, Is.Zero);
        Assert.That(map.TryGet(HashOf("a"), out _), Is.False);
        Assert.That(map.TryPut(HashOf("a"), Offset.Zero), Is.True);
    }

    private static KeyHash HashOf(string key) => KeyHash.Of(Encoding.UTF8.GetBytes(key));
}
