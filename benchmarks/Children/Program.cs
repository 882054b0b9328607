using Multiprocessing.Children;

// Card 7 in a program of its own: a child is the parent's program once more, so what else a program refers to is part of what its children cost to start.
return await ProcessStart.RunAsync(args);
