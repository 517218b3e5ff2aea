using RaftLog.Broker.Groups;
using RaftLog.Broker.Groups.Assignors;
using RaftLog.Broker.Tests.Support;
using RaftLog.Metadata;
using RaftLog.Model;

namespace RaftLog.Broker.Tests.Groups;

/// <summary>
/// Random members against one group: whatever is lost, late or repeated, no partition is read by two members that the group has not put out, epochs of a
/// member never go back, and once everybody answers, everybody has what it shall have.
/// </summary>
public sealed class ConsumerGroupPropertyTests
{
    private const int Steps = 400;

    [Test]
    public void NoPartitionIsTwoMembers_AndAllIsAssignedInTheEnd([Range(1, 40)] int seed)
    {
        var run = new Run(new Random(seed));
        for (int step = 0; step < Steps; step++)
        {
            run.Step();
            run.AssertNoneIsReadTwice();
        }

        run.Settle();
        run.AssertAllIsRead();
    }

    private sealed class Run
    {
        private readonly Random _random;
        private readonly TestTopics _topics = new();
        private readonly ConsumerGroup _group;
        private readonly List<Client> _clients = [];
        private long _now;
        private int _ids;

        public Run(Random random)
        {
            _random = random;
            _topics.Set("t", 7);
            _topics.Set("u", 2);
            _group = new ConsumerGroup(
                "g", 0, new GroupCoordinatorOptions(), [new UniformAssignor(), new RangeAssignor()], () => $"m{++_ids}", now: 0);
        }

        public void Step()
        {
            _now += _random.Next(0, 2_000);
            _group.Tick(_now);
            switch (_random.Next(12))
            {
                case 0 when _clients.Count < 6:
                    _clients.Add(new Client { Id = $"m{++_ids}" });
                    break;
                case 1 when _clients.Count > 0:
                    Leave(_clients[_random.Next(_clients.Count)]);
                    break;
                case 2:
                    _topics.Set("u", _topics.Topics.ByName["u"].Partitions.Length + 1);
                    break;
                default:
                    if (_clients.Count > 0)
                    {
                        Beat(_clients[_random.Next(_clients.Count)], answerIsLost: _random.Next(8) == 0);
                    }

                    break;
            }
        }

        public void Settle()
        {
            for (int round = 0; round < 20; round++)
            {
                _clients.ForEach(client => Beat(client, answerIsLost: false));
            }
        }

        public void AssertNoneIsReadTwice()
        {
            // Only of those that the group has not put out: a member that is not heard of for its session reads on until it hears it.
            var members = _group.DescribeMembers().Members.Select(member => member.MemberId).ToHashSet();
            Assert.That(_clients.Where(client => members.Contains(client.Id)).SelectMany(client => client.Reads), Is.Unique);
        }

        public void AssertAllIsRead()
        {
            int partitions = _topics.Topics.ByName.Values.Sum(topic => topic.Partitions.Length);
            Assert.That(_clients.SelectMany(client => client.Reads).ToList(), Has.Count.EqualTo(_clients.Count == 0 ? 0 : partitions));
            Assert.That(_group.StateName, Is.EqualTo(_clients.Count == 0 ? "Empty" : "Stable"));
        }

        private void Beat(Client client, bool answerIsLost)
        {
            bool joins = client.Epoch == 0;
            var result = _group.Heartbeat(
                new ConsumerHeartbeat
                {
                    GroupId = "g",
                    MemberId = client.Id,
                    Epoch = client.Epoch,
                    RebalanceTimeoutMs = joins || client.SaysAll ? 10_000 : -1,
                    TopicNames = joins || client.SaysAll ? ["t", "u"] : null,
                    Owned = joins || client.SaysAll || client.HasChanged ? client.Reads : null,
                },
                _topics.Topics,
                _now);
            client.SaysAll = answerIsLost;
            if (answerIsLost)
            {
                return;
            }

            client.HasChanged = false;
            if (result.Error is ErrorCode.FencedMemberEpoch or ErrorCode.UnknownMemberId)
            {
                client.Reads = [];
                client.Epoch = 0;
                return;
            }

            Assert.That(result.Error, Is.EqualTo(ErrorCode.None), result.Message);
            Assert.That(result.Epoch, Is.GreaterThanOrEqualTo(client.Epoch));
            client.Epoch = result.Epoch;
            if (result.Assigned is { } assigned)
            {
                client.HasChanged = !client.Reads.SetEquals(assigned);
                client.Reads = [.. assigned];
            }
        }

        private void Leave(Client client)
        {
            _clients.Remove(client);
            _group.Leave(new ConsumerHeartbeat { GroupId = "g", MemberId = client.Id, Epoch = ConsumerHeartbeat.LeaveEpoch }, _now);
        }
    }

    private sealed class Client
    {
        public required string Id { get; init; }

        public int Epoch { get; set; }

        public HashSet<TopicIdPartition> Reads { get; set; } = [];

        // What it has differs from what it said last.
        public bool HasChanged { get; set; }

        // Its last heartbeat had no answer.
        public bool SaysAll { get; set; }
    }
}
