using Multiprocessing;

// Forms that only the tests name, whose project has no generator.
[assembly: SharedInterface(typeof(ISharedDictionary<string, ISharedDictionary<string, int>>))]
