using RaftLog.Cli;

return await RaftLogCommand.RunAsync(args, CliContext.ForProcess());
