using BenchmarkDotNet.Running;

BenchmarkSwitcher.FromAssembly(typeof(RealTimeForum.Allocations.Frames).Assembly).Run(args);
