package main

import (
	"context"
	"fmt"
	"sort"
	"strings"
	"sync"

	"github.com/Shopify/sarama"
)

// member prints what a consumer group hands to it.
type member struct {
	topic string
	lock  sync.Mutex
}

func consume(arguments []string) {
	config := configuration()
	config.Consumer.Offsets.Initial = sarama.OffsetOldest
	if arguments[2] == "read_committed" {
		config.Consumer.IsolationLevel = sarama.ReadCommitted
	}
	group, err := sarama.NewConsumerGroup(bootstrap, arguments[1], config)
	must(err)
	stopping, stop := context.WithCancel(context.Background())
	go func() {
		waitForEndOfInput()
		stop()
	}()
	for stopping.Err() == nil {
		must(group.Consume(stopping, []string{arguments[0]}, &member{topic: arguments[0]}))
	}
	must(group.Close())
}

func (m *member) Setup(session sarama.ConsumerGroupSession) error {
	claimed := session.Claims()[m.topic]
	sort.Slice(claimed, func(i, j int) bool { return claimed[i] < claimed[j] })
	fmt.Printf("A\t%s\n", strings.Trim(strings.Join(strings.Fields(fmt.Sprint(claimed)), ","), "[]"))
	return nil
}

func (m *member) Cleanup(sarama.ConsumerGroupSession) error { return nil }

func (m *member) ConsumeClaim(session sarama.ConsumerGroupSession, claim sarama.ConsumerGroupClaim) error {
	for message := range claim.Messages() {
		headers := []string{}
		for _, header := range message.Headers {
			headers = append(headers, fmt.Sprintf("%s=%s", header.Key, header.Value))
		}
		m.lock.Lock()
		fmt.Printf("R\t%d\t%d\t%s\t%s\t%s\n", message.Partition, message.Offset, message.Key, message.Value, strings.Join(headers, ","))
		m.lock.Unlock()
		session.MarkMessage(message, "")
	}
	return nil
}
