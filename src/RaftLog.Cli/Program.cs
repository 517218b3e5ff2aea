Console.Error.WriteLine("usage: raftlog <command> [options]");
return 2;
