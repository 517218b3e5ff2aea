using RaftLog.Model;
using RaftLog.Protocol;
using RaftLog.Protocol.Messages;
using RaftLog.Simulator.Workload.Connections;

namespace RaftLog.Simulator.Workload.Topics;

/// <summary>Creates and deletes topics, asking until it is done.</summary>
internal sealed class TopicMaker(WorkloadContext context)
{
    private const short CreateTopicsVersion = 5;
    private const short DeleteTopicsVersion = 6;
    private const int ReplicationFactor = 3;
    private const int TimeoutMs = 3_000;

    // The clocks of brokers jump: what is the present to a client is the future to one, and long past to another.
    private static readonly (string Name, string Value)[] WhateverTheTime =
        [("message.timestamp.after.max.ms", "9223372036854775807"), ("retention.ms", "-1")];

    public async Task CreateAsync(string topic, int partitions, params (string Name, string Value)[] configs)
    {
        var client = new RoutedClient(context, topic);
        var request = new CreateTopicsRequest
        {
            TimeoutMs = TimeoutMs,
            Topics =
            [
                new()
                {
                    Name = topic,
                    NumPartitions = partitions,
                    ReplicationFactor = ReplicationFactor,
                    Configs = [.. configs.UnionBy(WhateverTheTime, config => config.Name).Select(config => new CreateTopicsRequest.Config { Name = config.Name, Value = config.Value })],
                },
            ],
        };
        await RepeatAsync(ErrorCode.TopicAlreadyExists, async () =>
            (await client.CallAnyAsync(request, CreateTopicsVersion))?.Topics[0].ErrorCode, ApiKey.CreateTopics);
        client.CloseAll();
    }

    /// <summary>Deletes an incarnation by its id: a request by name that arrives late would delete the next one.</summary>
    public async Task DeleteAsync(string topic, Guid id)
    {
        var client = new RoutedClient(context, topic);
        var request = new DeleteTopicsRequest { TimeoutMs = TimeoutMs, Topics = [new() { Name = null, TopicId = id }] };
        await RepeatAsync(ErrorCode.UnknownTopicId, async () =>
            (await client.CallAnyAsync(request, DeleteTopicsVersion))?.Responses[0].ErrorCode, ApiKey.DeleteTopics);
        client.CloseAll();
    }

    // An answer that was lost makes the next one say that it is done already.
    private async Task RepeatAsync(ErrorCode doneAlready, Func<Task<ErrorCode?>> ask, ApiKey api)
    {
        while (true)
        {
            var error = await ask();
            if (error is { } answer && (context.Errors.IsSuccess(api, answer) || answer == doneAlready))
            {
                return;
            }

            await context.PauseAsync(5, 200);
        }
    }
}
