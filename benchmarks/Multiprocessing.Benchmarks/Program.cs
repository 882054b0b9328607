using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(Multiprocessing.Benchmarks.Synchronization.LockBenchmarks).Assembly).Run(args);
