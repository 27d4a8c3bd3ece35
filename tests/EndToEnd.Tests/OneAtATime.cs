// One browser at a time: three of them starve each other on a small machine.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
