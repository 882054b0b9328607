using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class LockAsynchronousNamedTests() : LockContract(WaitForm.Asynchronous, isNamed: true);
