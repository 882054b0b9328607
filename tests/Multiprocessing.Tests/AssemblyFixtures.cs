using Multiprocessing.Testing;

[assembly: AssemblyFixture(typeof(TestRun))]
[assembly: LeftoverCheck]
