using System.Reflection;
using BenchmarkDotNet.Running;
using RaftLog.MicroBenchmarks;

string[] all = args.Length == 0 ? ["--filter", "*"] : args;
BenchmarkSwitcher.FromAssembly(Assembly.GetExecutingAssembly()).Run(all, new ShortConfig());
