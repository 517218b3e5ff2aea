Console.Error.WriteLine("usage: raftlog-server <configuration file>");
return 2;
