using RaftLog.Broker.Network;

namespace RaftLog.Broker.Tests.Network;

/// <summary>What one connection may have in flight.</summary>
public sealed class RequestWindowTests
{
    private static RequestWindow Window(int others, int producing) =>
        new(new KafkaListenerOptions { MaxRequestsInFlight = others, MaxProduceRequestsInFlight = producing, MaxRequestBytesInFlight = 1024 });

    [TestCase(true, 2)]
    [TestCase(false, 1)]
    public void RequestsThatProduce_AndOthers_AreCountedApart(bool produces, int most)
    {
        RequestWindow window = Window(others: 1, producing: 2);
        Task[] let = [Enter(window, !produces), .. Enumerable.Range(0, most).Select(_ => Enter(window, produces))];
        Assert.That(let, Has.All.Property(nameof(Task.IsCompleted)).True);

        Task next = Enter(window, produces);
        window.Leave(1, !produces);
        Assert.That(next.IsCompleted, Is.False, "The place of another kind was taken.");

        window.Leave(1, produces);
        Assert.That(next.IsCompleted, Is.True);
    }

    [Test]
    public void Bytes_AreCountedTogether()
    {
        RequestWindow window = Window(others: 5, producing: 5);
        _ = Enter(window, produces: false, bytes: 1000);

        Task second = Enter(window, produces: true, bytes: 100);
        Assert.That(second.IsCompleted, Is.False, "More bytes were let in than may be in flight.");

        window.Leave(1000, produces: false);
        Assert.That(second.IsCompleted, Is.True);
    }

    private static Task Enter(RequestWindow window, bool produces, int bytes = 1) => window.EnterAsync(bytes, produces).AsTask();
}
