using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class AutoResetEventBlockingNamedTests() : AutoResetEventContract(WaitForm.Blocking, isNamed: true);
