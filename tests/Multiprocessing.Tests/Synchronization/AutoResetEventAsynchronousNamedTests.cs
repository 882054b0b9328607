using Multiprocessing.Tests.Synchronization.Contracts;

namespace Multiprocessing.Tests.Synchronization;

public sealed class AutoResetEventAsynchronousNamedTests() : AutoResetEventContract(WaitForm.Asynchronous, isNamed: true);
