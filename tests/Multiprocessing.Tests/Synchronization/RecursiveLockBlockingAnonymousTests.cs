using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class RecursiveLockBlockingAnonymousTests() : RecursiveLockContract(WaitForm.Blocking, isNamed: false);
