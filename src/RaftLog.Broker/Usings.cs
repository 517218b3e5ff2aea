global using RaftLog.Model;
