using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class RecursiveLockAsynchronousNamedTests() : RecursiveLockContract(WaitForm.Asynchronous, isNamed: true);
