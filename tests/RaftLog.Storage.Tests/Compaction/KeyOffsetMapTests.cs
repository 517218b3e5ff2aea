using System.Globalization;
using System.Text;
using RaftLog.Model;

namespace RaftLog.Storage.Tests;

public sealed class KeyOffsetMapTests
{
    [Test]
    public void Map_EqualsADictionary([Values(64, 1000, 5000)] int keys)
    {
        var map = new KeyOffsetMap(1 << 20, new Random(1));
        var twin = new Dictionary<string, Offset>(StringComparer.Ordinal);
        var random = new Random(keys);
        map.Begin(keys);

        for (int offset = 0; offset < 3 * keys; offset++)
        {
            string key = $"key-{random.Next(keys)}";
            Assert.That(map.TryPut(Bytes(key), new Offset(offset)), Is.True);
            twin[key] = new Offset(offset);
        }

        Assert.That(map.Count, Is.EqualTo(twin.Count));
        for (int i = 0; i < 2 * keys; i++)
        {
            string key = $"key-{i}";
            Assert.That(map.TryGet(Bytes(key), out Offset offset), Is.EqualTo(twin.TryGetValue(key, out Offset expected)));
            Assert.That(!twin.ContainsKey(key) || offset == expected, Is.True);
        }
    }

    [Test]
    public void TryPut_RefusesANewKeyBeyondTheBudget_ButMovesAKnownOne()
    {
        var map = new KeyOffsetMap(100 * KeyOffsetMap.SlotBytes, new Random(1));
        map.Begin(keys: long.MaxValue / 4);
        int taken = 0;
        while (map.TryPut(Bytes(taken.ToString(CultureInfo.InvariantCulture)), new Offset(taken)))
        {
            taken++;
        }

        Assert.That(taken, Is.EqualTo(75));
        Assert.That(map.TryPut(Bytes("0"), new Offset(500)), Is.True);
        Assert.That(map.TryGet(Bytes("0"), out Offset offset), Is.True);
        Assert.That(offset, Is.EqualTo(new Offset(500)));
    }

    [Test]
    public void Begin_ForgetsWhatWasThereBefore()
    {
        var map = new KeyOffsetMap(1 << 20, new Random(1));
        map.Begin(100);
        map.TryPut(Bytes("a"), new Offset(5));

        map.Begin(10);

        Assert.That(map.Count, Is.Zero);
        Assert.That(map.TryGet(Bytes("a"), out _), Is.False);
        Assert.That(map.TryPut(Bytes("a"), Offset.Zero), Is.True);
    }

    private static byte[] Bytes(string key) => Encoding.UTF8.GetBytes(key);
}
