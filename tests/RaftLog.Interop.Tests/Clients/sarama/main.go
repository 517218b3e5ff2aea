// The unchanged sarama client, driven by the line protocol that README.md describes.
package main

import (
	"bufio"
	"fmt"
	"io"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/Shopify/sarama"
)

var bootstrap []string

func main() {
	bootstrap = strings.Split(os.Args[2], ",")
	commands := map[string]func([]string){
		"create": create, "produce": produce, "consume": consume, "times": times,
		"configure": configure, "grow": grow, "truncate": truncate, "groups": groups,
	}
	commands[os.Args[1]](os.Args[3:])
}

func configuration() *sarama.Config {
	config := sarama.NewConfig()
	config.ClientID = "interop-sarama"
	config.Version = sarama.V2_2_0_0
	config.Metadata.RefreshFrequency = time.Second
	config.Metadata.Retry.Max = 50
	return config
}

func must(err error) {
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func number(text string) int64 {
	value, err := strconv.ParseInt(text, 10, 64)
	must(err)
	return value
}

func withAdmin(deed func(sarama.ClusterAdmin)) {
	admin, err := sarama.NewClusterAdmin(bootstrap, configuration())
	must(err)
	deed(admin)
	must(admin.Close())
}

func create(arguments []string) {
	withAdmin(func(admin sarama.ClusterAdmin) {
		detail := &sarama.TopicDetail{NumPartitions: int32(number(arguments[1])), ReplicationFactor: int16(number(arguments[2]))}
		must(admin.CreateTopic(arguments[0], detail, false))
	})
}

func produce(arguments []string) {
	codecs := map[string]sarama.CompressionCodec{
		"none": sarama.CompressionNone, "gzip": sarama.CompressionGZIP, "snappy": sarama.CompressionSnappy,
		"lz4": sarama.CompressionLZ4, "zstd": sarama.CompressionZSTD,
	}
	config := configuration()
	config.Producer.RequiredAcks = sarama.WaitForAll
	config.Producer.Compression = codecs[arguments[1]]
	config.Producer.Return.Successes = true
	config.Producer.Retry.Max = 100
	if arguments[2] == "idempotent" {
		config.Producer.Idempotent = true
		config.Net.MaxOpenRequests = 1
	}
	producer, err := sarama.NewAsyncProducer(bootstrap, config)
	must(err)
	go func() {
		lines := bufio.NewScanner(os.Stdin)
		for lines.Scan() {
			fields := strings.Split(lines.Text(), "\t")
			producer.Input() <- &sarama.ProducerMessage{
				Topic: arguments[0], Key: sarama.StringEncoder(fields[0]), Value: sarama.StringEncoder(fields[1]),
				Headers: []sarama.RecordHeader{{Key: []byte("trace"), Value: []byte(fields[2])}},
			}
		}
		producer.AsyncClose()
	}()
	go func() {
		for err := range producer.Errors() {
			must(err)
		}
	}()
	for range producer.Successes() {
	}
}

func times(arguments []string) {
	client, err := sarama.NewClient(bootstrap, configuration())
	must(err)
	offset, err := client.GetOffset(arguments[0], int32(number(arguments[1])), number(arguments[2]))
	must(err)
	if offset < 0 {
		offset, err = client.GetOffset(arguments[0], int32(number(arguments[1])), sarama.OffsetNewest)
		must(err)
	}
	fmt.Printf("T\t%d\n", offset)
}

func configure(arguments []string) {
	withAdmin(func(admin sarama.ClusterAdmin) {
		must(admin.AlterConfig(sarama.TopicResource, arguments[0], map[string]*string{arguments[1]: &arguments[2]}, false))
		entries, err := admin.DescribeConfig(sarama.ConfigResource{Type: sarama.TopicResource, Name: arguments[0]})
		must(err)
		for _, entry := range entries {
			fmt.Printf("C\t%s\t%s\n", entry.Name, entry.Value)
		}
	})
}

func grow(arguments []string) {
	withAdmin(func(admin sarama.ClusterAdmin) {
		must(admin.CreatePartitions(arguments[0], int32(number(arguments[1])), nil, false))
	})
}

func truncate(arguments []string) {
	withAdmin(func(admin sarama.ClusterAdmin) {
		must(admin.DeleteRecords(arguments[0], map[int32]int64{int32(number(arguments[1])): number(arguments[2])}))
	})
}

func groups(arguments []string) {
	withAdmin(func(admin sarama.ClusterAdmin) {
		listed, err := admin.ListConsumerGroups()
		must(err)
		names := []string{}
		for name := range listed {
			names = append(names, name)
		}
		described, err := admin.DescribeConsumerGroups(names)
		must(err)
		for _, group := range described {
			fmt.Printf("G\t%s\t%s\t%d\n", group.GroupId, group.State, len(group.Members))
		}
	})
}

func waitForEndOfInput() {
	io.Copy(io.Discard, os.Stdin)
}
