return await RaftLog.Server.ServerProgram.RunAsync(args);
