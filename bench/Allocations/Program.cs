using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

// In this process: a program of its own is looked for by the assembly's name, which is not the project's.
BenchmarkSwitcher.FromAssembly(typeof(RealTimeForum.Allocations.Frames).Assembly).Run(args, DefaultConfig.Instance
    .AddJob(Job.ShortRun.WithToolchain(new InProcessEmitToolchain(new()))).WithArtifactsPath("bench/.data/allocations"));
