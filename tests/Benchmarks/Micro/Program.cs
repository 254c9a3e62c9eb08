using BenchmarkDotNet.Running;
using Orchestrix.Benchmarks.Micro;

// With no arguments everything runs; the arguments are those of BenchmarkDotNet, --filter '*Serializ*' for example.
BenchmarkSwitcher.FromAssembly(typeof(MicroConfig).Assembly)
    .Run(args.Length == 0 ? ["--filter", "*"] : args, MicroConfig.Create());
